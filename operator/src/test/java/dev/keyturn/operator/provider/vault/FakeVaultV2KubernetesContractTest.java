package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.proof.Proves;

@Proves({"P009", "F011", "P054"})
class FakeVaultV2KubernetesContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeVaultBackend(
        KeyValueVersion.V2, new VaultAuth.Kubernetes("kubernetes", FakeVault.ROLE, "vault"));
  }
}
