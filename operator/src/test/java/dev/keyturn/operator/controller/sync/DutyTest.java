package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DutyTest {
  private final Duty duty = new Duty();

  @Test
  void theFirstRequestIsNotHeldAndTheNextOneForTenSeconds() {
    assertThat(duty.holdOfRequests(-5)).isZero();
    duty.answered(-5);
    assertThat(duty.holdOfRequests(-5)).isEqualTo(Duration.ofSeconds(10));
    long later = Duration.ofSeconds(9).toNanos() - 5;
    assertThat(duty.holdOfRequests(later)).isEqualTo(Duration.ofSeconds(1));
    assertThat(duty.holdOfRequests(later + Duration.ofSeconds(1).toNanos())).isZero();
  }

  @Test
  void aRetryIsAsPressingAsWhatItRepeats() {
    duty.beginAttempt(false, false);
    assertThat(duty.isPressing()).isTrue();
    duty.beginAttempt(true, true);
    assertThat(duty.isPressing()).isTrue();
    duty.beginAttempt(true, false);
    assertThat(duty.isPressing()).isFalse();
    duty.beginAttempt(true, true);
    assertThat(duty.isPressing()).isFalse();
  }

  @Test
  void onlyARefreshThatIsNoRetryCountsAsOnTheGrid() {
    duty.beginAttempt(true, false);
    assertThat(duty.wasOnGrid()).isTrue();
    duty.beginAttempt(true, true);
    assertThat(duty.wasOnGrid()).isFalse();
    duty.beginAttempt(false, false);
    assertThat(duty.wasOnGrid()).isFalse();
  }

  @Test
  void anAttemptTakesUpTheEdit() {
    duty.markEdited();
    assertThat(duty.isEdited()).isTrue();
    duty.beginAttempt(false, false);
    assertThat(duty.isEdited()).isFalse();
  }
}
