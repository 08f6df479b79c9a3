package dev.keyturn.operator.source.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.source.guard.CircuitBreaker.State;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitBreakerTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final CircuitBreaker breaker = new CircuitBreaker();

  private void fail(FailureClass kind, int times, long now) {
    for (int i = 0; i < times; i++) {
      breaker.answered(Optional.of(Failure.of(kind)), now, now);
    }
  }

  private void succeed(long now) {
    breaker.answered(Optional.empty(), now, now);
  }

  @ParameterizedTest
  @EnumSource(names = {"Unavailable", "Timeout", "TlsError"})
  void fiveFailuresInARowOpenIt(FailureClass kind) {
    fail(kind, 4, 0);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    fail(kind, 1, 0);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.why()).isEqualTo(kind);
  }

  @Test
  void aSealedBackendOpensItAtOnce() {
    fail(FailureClass.Sealed, 1, 0);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  @Fault("V5")
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"Unavailable", "Timeout", "TlsError", "Sealed"})
  void whatIsNoIllnessOfTheBackendNeverOpensIt(FailureClass kind) {
    fail(kind, 100, 0);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void anAnswerInBetweenStartsTheCountAnew() {
    fail(FailureClass.Timeout, 4, 0);
    breaker.answered(Optional.of(Failure.of(FailureClass.NotFound)), 0, 0);
    fail(FailureClass.Timeout, 4, 0);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aRefusalForBeingBusyStartsNoCountAnew() {
    fail(FailureClass.Timeout, 4, 0);
    breaker.answered(Optional.of(Failure.of(FailureClass.Throttled)), 0, 0);
    fail(FailureClass.Timeout, 1, 0);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  @Test
  void halfOfTwentyCallsInTenSecondsOpenIt() {
    for (int i = 0; i < 9; i++) {
      succeed(i * SECOND / 2);
      fail(FailureClass.Timeout, 1, i * SECOND / 2);
    }
    succeed(5 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    fail(FailureClass.Timeout, 1, 5 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  @Test
  void callsOfMoreThanTenSecondsAgoDoNotCount() {
    for (int i = 0; i < 9; i++) {
      succeed(0);
      fail(FailureClass.Timeout, 1, 0);
    }
    succeed(10 * SECOND);
    fail(FailureClass.Timeout, 1, 10 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void afterAGoodProbeOneReadDecides() {
    fail(FailureClass.Sealed, 1, 0);
    succeed(SECOND);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    breaker.well(false, 2 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    fail(FailureClass.Unavailable, 1, 3 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    breaker.well(false, 4 * SECOND);
    succeed(5 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aReadFromBeforeTheProbeDecidesNothing() {
    fail(FailureClass.Sealed, 1, 0);
    breaker.well(false, 2 * SECOND);
    breaker.answered(Optional.empty(), SECOND, 3 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void anAddressThatIsNotThereSaysNothing(int status) {
    Optional<Failure> nowhere =
        Optional.of(Failure.of(FailureClass.Unavailable).withStatus(status));
    for (int i = 0; i < 100; i++) {
      breaker.answered(nowhere, 0, 0);
    }
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    fail(FailureClass.Timeout, 4, 0);
    breaker.answered(nowhere, 0, 0);
    fail(FailureClass.Timeout, 1, 0);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    breaker.well(false, SECOND);
    breaker.answered(nowhere, 2 * SECOND, 2 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
  }

  @Test
  void aGoodProbeOfAClosedOneChangesNothing() {
    breaker.well(false, 0);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aReadFromBeforeTheProbeTellsNothingAfterItClosedEither() {
    fail(FailureClass.Sealed, 1, 0);
    breaker.well(false, 2 * SECOND);
    succeed(3 * SECOND);
    breaker.answered(Optional.of(Failure.of(FailureClass.Sealed)), SECOND, 4 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    fail(FailureClass.Sealed, 1, 5 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aSecondVerifiedProbeClosesOneThatNobodyTries() {
    fail(FailureClass.Sealed, 1, 0);
    breaker.well(true, SECOND);
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    breaker.well(false, 2 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    breaker.well(true, 3 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void withoutASignNobodyKnowsHowItIs() {
    assertThat(breaker.health(0)).isEqualTo(BackendHealth.UNKNOWN);
    fail(FailureClass.NotFound, 3, SECOND);
    assertThat(breaker.health(SECOND)).isEqualTo(BackendHealth.UNKNOWN);
  }

  @Test
  void aGoodAnswerOrProbeIsGoodForAMinute() {
    succeed(SECOND);
    assertThat(breaker.health(60 * SECOND)).isEqualTo(BackendHealth.WELL);
    assertThat(breaker.health(61 * SECOND)).isEqualTo(BackendHealth.UNKNOWN);
    breaker.sign(true, 61 * SECOND);
    assertThat(breaker.health(61 * SECOND)).isEqualTo(BackendHealth.WELL);
  }

  @Test
  void aFailureOutweighsEveryGoodAnswerForAMinute() {
    fail(FailureClass.Timeout, 1, SECOND);
    succeed(2 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    assertThat(breaker.health(60 * SECOND)).isEqualTo(BackendHealth.ILL);
    assertThat(breaker.health(61 * SECOND)).isEqualTo(BackendHealth.WELL);
  }

  /** The one read that a half-open breaker lets through is no proof of anything else. */
  @Fault("V9")
  @Test
  void theReadThatClosesItIsNoSignOfHealth() {
    breaker.down(FailureClass.Sealed, 0);
    breaker.well(false, 100 * SECOND);
    assertThat(breaker.health(100 * SECOND)).isEqualTo(BackendHealth.ILL);
    fail(FailureClass.NotFound, 1, 101 * SECOND);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    assertThat(breaker.health(101 * SECOND)).isEqualTo(BackendHealth.ILL);
    assertThat(breaker.health(161 * SECOND)).isEqualTo(BackendHealth.UNKNOWN);
  }

  @Test
  void aBadProbeIsASignEvenWhereItOpensNothing() {
    breaker.down(FailureClass.Throttled, 0);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    assertThat(breaker.health(SECOND)).isEqualTo(BackendHealth.ILL);
  }
}
