package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedWaitTest {

  @ParameterizedTest
  @CsvSource({
    "Unavailable, TARGET, PT5M, PT20S",
    "Unavailable, TARGET, PT3S, PT3S",
    "Unavailable, API_MALFORMED, PT5M, PT20S",
    "Unavailable, NONE, PT5M, PT5M",
    "AccessDenied, NOT_ENROLLED, PT15M, PT5M",
    "AccessDenied, QUOTA, PT15M, PT5M",
    "AccessDenied, NONE, PT15M, PT15M",
    "TargetInvalid, ADMISSION, PT10S, PT1M",
    "TargetInvalid, ADMISSION, PT1H, PT1H",
    "TargetInvalid, FIELD, PT10S, PT1M",
    "TargetInvalid, KEY, PT10S, PT10S"
  })
  void anApiServerThatIsAwayIsAskedSoonAndARuleOfItsNotOften(
      ErrorClass kind, Detail detail, Duration usual, Duration wait) {
    assertThat(RefusedWait.of(Problem.of(kind, detail, "db"), usual)).isEqualTo(wait);
  }
}
