package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Proves;

@Proves("P015")
final class FakeKeyVaultWorkloadContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeKeyVaultBackend(
        new AzureAuth.WorkloadIdentity(FakeKeyVault.TENANT, "api://AzureADTokenExchange"));
  }
}
