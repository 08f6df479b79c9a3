package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.engine.schedule.RefreshGrid;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTimesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final ProbeTimes times = new ProbeTimes(Duration.ofSeconds(15), new Random(1));

  private Duration next(@Nullable String interval, String reason, String uid) {
    return next(interval, reason, uid, false);
  }

  private Duration next(@Nullable String interval, String reason, String uid, boolean shut) {
    SecretStore store = new SecretStore();
    store.setMetadata(new ObjectMetaBuilder().withName("vault").withUid(uid).build());
    store.setSpec(
        new SecretStoreSpec(
            new StoreProvider(null, null, null, null, null, null, null, null, null, null, null),
            interval,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));
    Condition ready = new Condition("Ready", "False", reason, "", NOW.toString(), 1L);
    SecretStoreStatus status =
        new SecretStoreStatus(null, null, null, null, null, null, List.of(ready));
    return times.next(store, status, shut, NOW);
  }

  private static Duration onGrid(Duration interval, String uid) {
    return Duration.between(NOW, new RefreshGrid(uid, interval).nextAfter(NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Valid", "ConfigInvalid", "Unverified"})
  void aStoreThatTellsNothingNewSoonIsProbedOnItsGrid(String reason) {
    for (int i = 0; i < 50; i++) {
      assertThat(next("1h", reason, "uid-" + i)).isEqualTo(onGrid(Duration.ofHours(1), "uid-" + i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Unavailable", "Sealed", "TlsError", "Pending"})
  void aStoreThatIsDownIsAskedEveryFifteenSecondsGiveOrTakeAFifthWhateverItsInterval(
      String reason) {
    for (int i = 0; i < 50; i++) {
      Duration wait = next("10s", reason, "uid-" + i);
      assertThat(wait).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(18));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Valid", "Unverified"})
  void anOpenBreakerIsProbedLikeAStoreThatIsDownWhateverTheStatusSays(String reason) {
    for (int i = 0; i < 50; i++) {
      Duration wait = next("10s", reason, "uid-" + i, true);
      assertThat(wait).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(18));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AuthFailed", "CredentialMissing"})
  void aRefusedLoginIsTriedAboutOnceAMinute(String reason) {
    for (int i = 0; i < 50; i++) {
      Duration grid = onGrid(Duration.ofHours(1), "uid-" + i);
      Duration wait = next("1h", reason, "uid-" + i);
      assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(72)).isLessThanOrEqualTo(grid);
      assertThat(wait.compareTo(Duration.ofSeconds(48)) >= 0 || wait.equals(grid)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-", "often", "9s"})
  void withoutAUsableIntervalItIsFiveMinutes(@Nullable String interval) {
    assertThat(next(interval, "Valid", "uid")).isEqualTo(onGrid(Duration.ofMinutes(5), "uid"));
  }
}
