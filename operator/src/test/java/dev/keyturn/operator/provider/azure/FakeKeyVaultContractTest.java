package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.OnBackend;
import dev.keyturn.proof.Proves;

@Proves({"F007", "F011", "P002", "P015"})
@OnBackend(value = Backend.AZURE, leaves = "V9")
final class FakeKeyVaultContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeKeyVaultBackend(new AzureAuth.ClientSecret(FakeKeyVault.TENANT));
  }
}
