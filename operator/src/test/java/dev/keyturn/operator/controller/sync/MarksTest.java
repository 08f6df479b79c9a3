package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarksTest {
  private final Marks marks = new Marks();

  private void attempt(boolean timed) {
    marks.look();
    marks.take(timed);
  }

  /** Told at 10, while an attempt is about to begin whose read begins at 11. */
  private void missed() {
    marks.look();
    marks.markDue(10);
    marks.take(false);
  }

  @Test
  void anAttemptAboutWhatTheOneBeforeMayHaveMissedTakesItsRead() {
    missed();
    assertThat(marks.isDue()).isTrue();
    attempt(false);
    assertThat(marks.isDue()).isFalse();
    assertThat(marks.notBeforeTold(12)).isEqualTo(10);
  }

  @Test
  void aReadFromBeforeWhatWasToldDoesNotCount() {
    missed();
    attempt(false);
    assertThat(marks.notBeforeTold(9)).isEqualTo(9);
  }

  @Test
  void thatHoldsForOneAttempt() {
    missed();
    attempt(false);
    marks.markDue(20);
    attempt(false);
    assertThat(marks.notBeforeTold(12)).isEqualTo(12);
  }

  @Test
  void whatIsToldAfterTheAttemptWantsANewRead() {
    missed();
    marks.markDue(20);
    attempt(false);
    assertThat(marks.notBeforeTold(12)).isEqualTo(12);
  }

  @Test
  void soDoesADueTimeOrAReasonOfTheSyncsOwn() {
    missed();
    attempt(true);
    assertThat(marks.notBeforeTold(12)).isEqualTo(12);
    missed();
    marks.dueAnew();
    attempt(false);
    assertThat(marks.notBeforeTold(12)).isEqualTo(12);
  }

  @Test
  void anOrdinaryAttemptWantsAReadAfterItsOwnLastOne() {
    marks.markDue(10);
    attempt(false);
    assertThat(marks.notBeforeTold(12)).isEqualTo(12);
  }

  @Test
  void aChangeOfTheValuesIsOlderThanEveryReadThatCounts() {
    marks.look();
    marks.markChanged(10);
    marks.take(false);
    attempt(false);
    assertThat(marks.notBeforeChange(marks.notBeforeTold(9))).isEqualTo(10);
  }
}
