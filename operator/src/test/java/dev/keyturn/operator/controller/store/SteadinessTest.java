package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SteadinessTest {
  private static final Instant TURNED = Instant.parse("2026-01-01T00:00:00Z");
  private static final StoreHealth VALID =
      new StoreHealth.Valid(
          Capabilities.ReadOnly, Optional.empty(), Optional.empty(), Optional.empty());
  private static final StoreHealth AWAY =
      new StoreHealth.Unreachable(
          FailureClass.Unavailable, Problem.of(ErrorClass.Unavailable, "vault"), Optional.empty());
  private static final StoreHealth REFUSED =
      new StoreHealth.Refused(
          FailureClass.AuthFailed, Problem.of(ErrorClass.AuthFailed, "vault"), Optional.empty());

  private final Steadiness steadiness = new Steadiness(Duration.ofSeconds(30));

  private static SecretStoreStatus said(StoreHealth health) {
    return new StoreStatusFactory()
        .make(StoreStatusFactory.NOTHING, 1, "fake", 0, health, TURNED.plusMillis(900));
  }

  private Optional<Duration> after(int seconds, SecretStoreStatus before, StoreHealth found) {
    return steadiness.standsFor(before, 1, found, TURNED.plusSeconds(seconds));
  }

  @Test
  void neitherAReturnNorALossIsSaidBeforeHalfAMinuteIsOver() {
    assertThat(after(20, said(AWAY), VALID)).contains(Duration.ofSeconds(11));
    assertThat(after(20, said(VALID), AWAY)).contains(Duration.ofSeconds(11));
    assertThat(after(31, said(AWAY), VALID)).isEmpty();
    assertThat(after(31, said(VALID), AWAY)).isEmpty();
  }

  @Test
  void whatDoesNotTurnReadyIsSaidAtOnce() {
    assertThat(after(1, said(AWAY), AWAY)).isEmpty();
    assertThat(after(1, said(VALID), VALID)).isEmpty();
    assertThat(after(1, StoreStatusFactory.NOTHING, AWAY)).isEmpty();
  }

  @Test
  void whatAPersonChangedIsSaidAtOnce() {
    assertThat(steadiness.standsFor(said(AWAY), 2, VALID, TURNED.plusSeconds(1))).isEmpty();
    assertThat(after(1, said(REFUSED), VALID)).isEmpty();
    assertThat(after(1, said(VALID), REFUSED)).isEmpty();
  }
}
