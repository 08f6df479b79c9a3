package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Proves;

/** With the identity of the machine. */
@Proves("P015")
final class FakeKeyVaultMachineContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeKeyVaultBackend(new AzureAuth.ManagedIdentity());
  }
}
