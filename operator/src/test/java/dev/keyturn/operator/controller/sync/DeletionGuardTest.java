package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionGuardTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final DeletionGuard guard = new DeletionGuard();

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
    for (int i = 0; i < keys; i++) {
      guard.present("store", "key-" + i);
    }
    for (int i = 0; i < gone; i++) {
      guard.gone("store", "key-" + i, NOW);
    }
    assertThat(guard.isTripped("store", NOW)).isEqualTo(tripped);
  }

  @Test
  void storesAreCountedApart() {
    for (int i = 0; i < 3; i++) {
      guard.gone("one", "key-" + i, NOW);
    }
    assertThat(guard.isTripped("one", NOW)).isTrue();
    assertThat(guard.isTripped("other", NOW)).isFalse();
  }

  @Test
  void whatComesBackCountsNoMore() {
    for (int i = 0; i < 3; i++) {
      guard.gone("store", "key-" + i, NOW);
    }
    guard.present("store", "key-0");
    assertThat(guard.isTripped("store", NOW)).isFalse();
  }

  @Test
  void onlyTheLastHourCountsFromWhenAKeyWasGoneFirst() {
    for (int i = 0; i < 3; i++) {
      guard.gone("store", "key-" + i, NOW);
      guard.gone("store", "key-" + i, NOW.plus(Duration.ofMinutes(59)));
    }
    assertThat(guard.isTripped("store", NOW.plus(Duration.ofHours(1)))).isFalse();
  }

  @Test
  void onceTrippedOnlyAnAcknowledgementHelps() {
    for (int i = 0; i < 3; i++) {
      guard.gone("store", "key-" + i, NOW);
    }
    assertThat(guard.isTripped("store", NOW.plus(Duration.ofMinutes(59)))).isTrue();
    Instant later = NOW.plus(Duration.ofHours(2));
    guard.present("store", "key-0");
    assertThat(guard.isTripped("store", later)).isTrue();
    guard.acknowledge("store");
    assertThat(guard.isTripped("store", later)).isFalse();
  }

  @Test
  void aContainerThatIsGoneTripsItAtOnce() {
    guard.containerGone("store");
    assertThat(guard.isTripped("store", NOW)).isTrue();
    assertThat(guard.isTripped("other", NOW)).isFalse();
    guard.acknowledge("store");
    assertThat(guard.isTripped("store", NOW)).isFalse();
  }
}
