package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.proof.Proves;
import java.util.Optional;

@Proves({"P009", "F011"})
class FakeVaultV2CertContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return FakeVaultBackend.withCertificates(
        KeyValueVersion.V2, new VaultAuth.Certificate("cert", Optional.of(FakeLogins.ROLE)));
  }
}
