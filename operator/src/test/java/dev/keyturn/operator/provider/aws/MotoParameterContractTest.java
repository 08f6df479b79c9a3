package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.CannotOccur;
import dev.keyturn.proof.OnBackend;
import dev.keyturn.proof.Proves;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@Proves({"F005", "F037"})
@OnBackend(
    value = Backend.AWS_PARAMETER_STORE,
    leaves = {"V5", "V9"})
@CannotOccur(value = "V10", why = "a deletion is final, and a parameter has no states")
class MotoParameterContractTest extends ProviderContract {
  private static Optional<RealMoto> moto = Optional.empty();

  @BeforeAll
  static void start() {
    moto = Optional.of(new RealMoto());
  }

  @AfterAll
  static void stop() {
    moto.ifPresent(RealMoto::close);
  }

  @Override
  protected ContractBackend newBackend() {
    return new MotoParameters(moto.orElseThrow());
  }
}
