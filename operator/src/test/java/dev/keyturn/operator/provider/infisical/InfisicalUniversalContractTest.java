package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;

class InfisicalUniversalContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeInfisicalBackend(
        new InfisicalAuth.Universal(), new InfisicalProject.Id(FakeInfisical.PROJECT_ID));
  }
}
