package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Proves;

@Proves("P015")
class InfisicalKubernetesContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeInfisicalBackend(
        new InfisicalAuth.Kubernetes("infisical"),
        new InfisicalProject.Slug(FakeInfisical.PROJECT_SLUG));
  }
}
