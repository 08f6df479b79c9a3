package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;

class InfisicalTokenContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeInfisicalBackend(
        new InfisicalAuth.Token(), new InfisicalProject.Slug(FakeInfisical.PROJECT_SLUG));
  }
}
