package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Proves;

@Proves("P015")
final class FakeKeyVaultCertificateContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeKeyVaultBackend(new AzureAuth.ClientCertificate(FakeKeyVault.TENANT));
  }
}
