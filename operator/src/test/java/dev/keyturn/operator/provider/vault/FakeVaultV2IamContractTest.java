package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.proof.Proves;
import java.util.Optional;

@Proves({"P009", "F011", "P054"})
class FakeVaultV2IamContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeVaultBackend(
        KeyValueVersion.V2,
        new VaultAuth.Iam(
            "aws",
            FakeLogins.ROLE,
            Optional.empty(),
            Optional.of(FakeLogins.SERVER_ID),
            Optional.empty()));
  }
}
