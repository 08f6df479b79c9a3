package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.CannotOccur;
import dev.keyturn.proof.OnBackend;
import dev.keyturn.proof.Proves;

@OnBackend(Backend.INFISICAL)
@CannotOccur(value = "V10", why = "a deletion is final, and a secret has no states")
@Proves({"P002", "P015"})
class InfisicalUniversalContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeInfisicalBackend(
        new InfisicalAuth.Universal(), new InfisicalProject.Id(FakeInfisical.PROJECT_ID));
  }
}
