package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionGuardTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final DeletionGuard guard = new DeletionGuard();

  private static Instant after(long minutes) {
    return NOW.plus(Duration.ofMinutes(minutes));
  }

  private void present(int from, int to, Instant at) {
    for (int i = from; i < to; i++) {
      guard.present("store", "sync-" + i, at);
    }
  }

  private void gone(int from, int to, Instant at) {
    for (int i = from; i < to; i++) {
      guard.gone("store", "sync-" + i, at);
    }
  }

  @Fault("V9")
  @ParameterizedTest
  @CsvSource({
    "10, 1, false",
    "10, 2, false",
    "10, 3, true",
    "15, 3, false",
    "14, 3, true",
    "100, 20, false",
    "100, 21, true",
    "2, 2, false",
    "3, 3, true"
  })
  void moreThanAFifthAndAtLeastThreeTripIt(int keys, int gone, boolean tripped) {
    present(0, keys, NOW);
    gone(0, gone, NOW);
    assertThat(guard.isTripped("store", NOW, NOW)).isEqualTo(tripped);
  }

  @Test
  void storesAreCountedApart() {
    for (int i = 0; i < 3; i++) {
      guard.gone("one", "sync-" + i, NOW);
    }
    assertThat(guard.isTripped("one", NOW, NOW)).isTrue();
    assertThat(guard.isTripped("other", NOW, NOW)).isFalse();
  }

  @Test
  void whatComesBackCountsNoMore() {
    gone(0, 3, NOW);
    present(0, 1, NOW);
    assertThat(guard.isTripped("store", NOW, NOW)).isFalse();
  }

  @Test
  void onlyTheLastHourCountsFromWhenAKeyWasGoneFirst() {
    gone(0, 3, NOW);
    assertThat(guard.isTripped("store", after(60), after(70))).isFalse();
  }

  /** A store that was emptied while its syncs are read every few hours. */
  @Fault("V9")
  @Test
  void whatWasNotLookedAtWithinTheHourSaysNothing() {
    present(0, 100, NOW);
    gone(0, 3, after(61));
    assertThat(guard.isTripped("store", after(61), after(76))).isTrue();
  }

  @Test
  void whatWasSeenWithinTheHourIsThere() {
    present(0, 100, after(30));
    gone(0, 3, after(61));
    assertThat(guard.isTripped("store", after(61), after(76))).isFalse();
  }

  /** Reads that are allowed at night only: the third confirmation comes with the third night. */
  @Fault("V9")
  @Test
  void syncsThatLostTheirKeysTogetherCountTogetherHoweverLateTheyDecide() {
    gone(0, 3, NOW);
    assertThat(guard.isTripped("store", after(5), after(2880))).isTrue();
  }

  @Test
  void someOfItsKeysCountAsWellButOnlyFromTheFirstTimeOn() {
    for (long minute : new long[] {0, 59, 118}) {
      for (int i = 0; i < 3; i++) {
        guard.partlyGone("store", "sync-" + i, after(minute));
      }
    }
    assertThat(guard.isTripped("store", after(118), after(118))).isFalse();
    assertThat(guard.isTripped("store", NOW, after(118))).isTrue();
  }

  @Fault("V9")
  @Test
  void aSyncThatIsNotThereAnyMoreIsNoKeyThatIs() {
    present(0, 100, NOW);
    for (int i = 3; i < 100; i++) {
      guard.forget("sync-" + i);
    }
    gone(0, 3, NOW);
    assertThat(guard.isTripped("store", NOW, NOW)).isTrue();
    guard.acknowledge("store");
    guard.forget("sync-0");
    assertThat(guard.isTripped("store", NOW, NOW)).isFalse();
  }

  @Test
  void onceTrippedOnlyAnAcknowledgementHelps() {
    gone(0, 3, NOW);
    assertThat(guard.isTripped("store", NOW, after(59))).isTrue();
    present(0, 1, NOW);
    assertThat(guard.isTripped("store", after(120), after(130))).isTrue();
    guard.acknowledge("store");
    assertThat(guard.isTripped("store", after(120), after(130))).isFalse();
  }

  @Test
  void aContainerThatIsGoneTripsItAtOnce() {
    guard.containerGone("store");
    assertThat(guard.isTripped("store", NOW, NOW)).isTrue();
    assertThat(guard.isTripped("other", NOW, NOW)).isFalse();
    guard.acknowledge("store");
    assertThat(guard.isTripped("store", NOW, NOW)).isFalse();
  }
}
