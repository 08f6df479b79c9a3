package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.RemoteReference;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.SyncData;
import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.engine.plan.KeyCount;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SpecReader;
import dev.keyturn.operator.engine.plan.StoreView;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.schedule.Backoff;
import dev.keyturn.operator.engine.schedule.RefreshGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncTimingTest {
  private static final SyncId ID = new SyncId("shop", "db");
  private static final String UID = "uid-1";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NEVER_STALE = NOW.plus(Duration.ofDays(999));

  private final Timers timers = new Timers();
  private final SyncTiming timing = new SyncTiming(new Backoff(new Random(1)), timers, () -> 0);
  private final SyncMemory memory = new SyncMemory(0);
  private final Duration onGrid =
      Duration.between(NOW, new RefreshGrid(UID, Duration.ofHours(1)).nextAfter(NOW));

  private static final class Timers implements WakeUp<SyncId> {
    private final Map<SyncId, Duration> waits = new HashMap<>();

    @Override
    public void at(SyncId key, Duration wait) {
      waits.put(key, wait);
    }

    @Override
    public void noLaterThan(SyncId key, Duration wait) {
      waits.merge(key, wait, (held, other) -> held.compareTo(other) <= 0 ? held : other);
    }

    @Override
    public void cancel(SyncId key) {
      waits.remove(key);
    }
  }

  private static Observed observed() {
    SecretSyncSpec spec =
        new SecretSyncSpec(
            new StoreReference("vault", null),
            null,
            null,
            null,
            null,
            List.of(new SyncData("a", new RemoteReference("k", null, null, null), null)),
            null,
            null,
            null);
    return new Observed(
        ID,
        Optional.empty(),
        SpecReader.read(ID, spec),
        1,
        Optional.empty(),
        Optional.empty(),
        new StoreView.Missing("SecretStore", "vault"),
        List.of(),
        true,
        Optional.empty(),
        false,
        false);
  }

  private Optional<Duration> after(SyncResult result, Instant staleAt) {
    timing.after(result, UID, observed(), staleAt, memory, NOW);
    return Optional.ofNullable(timers.waits.get(ID));
  }

  private static SyncResult failed(ErrorClass kind) {
    return new SyncResult.Failed(Problem.of(kind, "x"), KeyCount.UNKNOWN, 1);
  }

  private static SyncResult parked() {
    return new SyncResult.Parked(Problem.of(ErrorClass.StoreNotReady, "x"));
  }

  @Test
  void aGoodAttemptWaitsForTheGrid() {
    assertThat(after(new SyncResult.Confirmed(), NEVER_STALE)).contains(onGrid);
  }

  @Test
  void aFailureIsRetriedByItsBackoff() {
    assertThat(after(failed(ErrorClass.Unavailable), NEVER_STALE).orElseThrow())
        .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5));
    assertThat(memory.isWaiting(0)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {"InvalidData", "TemplateError", "ScopeDenied", "ConfigInvalid"})
  void whatTimeDoesNotCureWaitsForTheGrid(ErrorClass kind) {
    assertThat(after(failed(kind), NEVER_STALE)).contains(onGrid);
  }

  @Test
  void aLongWaitAfterOneFailureDoesNotLengthenTheWaitAfterAnother() {
    after(failed(ErrorClass.InvalidData), NEVER_STALE);
    assertThat(after(failed(ErrorClass.Unavailable), NEVER_STALE).orElseThrow())
        .isLessThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void theMomentAtWhichReadyTurnsIsNotSleptThrough() {
    Instant soon = NOW.plusSeconds(3);
    assertThat(after(failed(ErrorClass.AccessDenied), soon)).contains(Duration.ofSeconds(4));
    assertThat(after(parked(), soon)).contains(Duration.ofSeconds(4));
    assertThat(after(parked(), NOW.minusSeconds(3))).contains(onGrid);
  }

  @Test
  void aRestingSyncKeepsTheTimerItHas() {
    after(new SyncResult.Rested(), NEVER_STALE);
    timers.waits.put(ID, Duration.ofSeconds(7));
    assertThat(after(new SyncResult.Rested(), NEVER_STALE)).contains(Duration.ofSeconds(7));
    memory.timerFired();
    assertThat(after(new SyncResult.Rested(), NEVER_STALE)).contains(onGrid);
  }

  @Test
  void aSuspendedSyncHasNoTimer() {
    after(new SyncResult.Confirmed(), NEVER_STALE);
    assertThat(after(new SyncResult.Suspended(), NEVER_STALE)).isEmpty();
    assertThat(memory.hasTimer()).isFalse();
  }
}
