package dev.keyturn.operator.kube.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventSeriesTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final AtomicInteger names = new AtomicInteger();
  private final EventSeries series = new EventSeries(() -> "n" + names.incrementAndGet());

  @Test
  void aHundredFailuresAreOneEventAndOneSeries() {
    int created = 0;
    for (int i = 0; i < 100; i++) {
      created += series.observe(failed("db"), START.plusSeconds(i)).isPresent() ? 1 : 0;
    }
    Instant quiet = START.plusSeconds(99).plus(EventSeries.QUIET);

    assertThat(created).isEqualTo(1);
    assertThat(series.tick(quiet.minusNanos(1))).isEmpty();
    assertThat(series.tick(quiet))
        .containsExactly(new EventCall.Repeat("shop", "db.n1", 100, START.plusSeconds(99)));
    assertThat(series.tick(quiet.plus(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void aSeriesThatGoesOnIsWrittenDownEveryHalfHour() {
    series.observe(failed("db"), START);
    Instant at = START;
    for (int minute = 5; minute <= 30; minute += 5) {
      at = START.plus(Duration.ofMinutes(minute));
      assertThat(series.observe(failed("db"), at)).isEmpty();
    }

    assertThat(series.tick(at)).containsExactly(new EventCall.Repeat("shop", "db.n1", 7, at));
    assertThat(series.tick(at.plusSeconds(1))).isEmpty();
  }

  @Test
  void whatComesAgainAfterQuietIsANewEvent() {
    series.observe(failed("db"), START);

    assertThat(series.observe(failed("db"), START.plus(EventSeries.QUIET)))
        .containsInstanceOf(EventCall.Create.class);
  }

  @Test
  void objectsAndReasonsHaveTheirOwnEvents() {
    series.observe(failed("db"), START);

    assertThat(series.observe(failed("mail"), START)).isPresent();
    assertThat(series.observe(updated("db"), START)).isPresent();
  }

  @Test
  void anEventOfAClusterScopedObjectLivesInTheDefaultNamespace() {
    EventFact fact =
        new EventFact(
            new EventFact.Reference("keyturn.dev/v1alpha1", "ClusterSecretStore", "", "vault", "u"),
            EventFact.Type.WARNING,
            "StoreSealed",
            "Probe",
            "The store is sealed.",
            Optional.empty());

    assertThat(series.observe(fact, START))
        .contains(new EventCall.Create("default", "vault.n1", fact, START));
  }

  static EventFact failed(String name) {
    return fact(name, EventFact.Type.WARNING, "SyncFailed");
  }

  static EventFact updated(String name) {
    return fact(name, EventFact.Type.NORMAL, "SecretUpdated");
  }

  private static EventFact fact(String name, EventFact.Type type, String reason) {
    return new EventFact(
        new EventFact.Reference("keyturn.dev/v1alpha1", "SecretSync", "shop", name, "uid-" + name),
        type,
        reason,
        "Sync",
        "A note.",
        Optional.empty());
  }
}
