package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceGoneTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Set<Problem> PROOFS =
      Set.of(
          Problem.of(ErrorClass.NotFound, "a"),
          Problem.of(ErrorClass.SourceDeleted, Detail.SOFT_DELETED, "a"),
          Problem.of(ErrorClass.SourceDeleted, Detail.DESTROYED, "a"));

  @Test
  void onlyThreeAnswersOfAllProveThatASecretIsGone() {
    for (ErrorClass kind : ErrorClass.values()) {
      for (Detail detail : Detail.values()) {
        Problem problem = Problem.of(kind, detail, "a");
        assertThat(SourceGone.isSaidBy(kind, detail))
            .as("%s/%s", kind, detail)
            .isEqualTo(PROOFS.contains(problem));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 600, false",
    "2, 6000, false",
    "3, 599, false",
    "3, 600, true",
    "50, 599, false",
    "4, 601, true",
    "3, -600, false"
  })
  void threeProofsOverTenMinutesConfirm(int confirmations, long seconds, boolean confirmed) {
    assertThat(
            SourceGone.isConfirmed(confirmations, START, START.plus(Duration.ofSeconds(seconds))))
        .isEqualTo(confirmed);
  }
}
