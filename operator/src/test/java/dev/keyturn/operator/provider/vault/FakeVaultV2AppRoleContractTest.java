package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.OnBackend;
import dev.keyturn.proof.Proves;
import java.util.Optional;

@Proves({"P009", "F011", "P054"})
@OnBackend(Backend.VAULT)
class FakeVaultV2AppRoleContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeVaultBackend(
        KeyValueVersion.V2, new VaultAuth.AppRole("approle", Optional.of(FakeVault.ROLE_ID)));
  }
}
