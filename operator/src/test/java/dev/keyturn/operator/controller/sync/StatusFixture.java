package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncError;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.TargetHash;
import dev.keyturn.operator.engine.plan.KeyCount;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One sync whose statuses follow each other. */
abstract class StatusFixture {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final TargetHash HASH =
      new TargetHash(
          "k".repeat(8), new Mac("i".repeat(22)), new Mac("o".repeat(22)), Optional.empty());
  static final SyncResult.Worked WORKED =
      new SyncResult.Worked(
          new KeyCount(1, 1, List.of()),
          List.of(new SyncSource("SecretStore/vault", "shop/db", "1", null)),
          HASH,
          "uid-s",
          true,
          false);
  static final Problem DOWN = Problem.of(ErrorClass.Unavailable, "data[0], key shop/db");

  final SyncStatusFactory factory = new SyncStatusFactory();
  SecretSyncStatus status = SecretSyncStatus.EMPTY;
  boolean unjudged;
  Instant now = START;
  Instant lastSuccess = START;
  long generation = 1;
  boolean complete;
  boolean throughScope;
  Optional<String> request = Optional.empty();
  Optional<Problem> ended = Optional.empty();

  SecretSyncStatus after(SyncResult result) {
    if (result instanceof SyncResult.Worked || result instanceof SyncResult.Confirmed) {
      lastSuccess = now;
    }
    status =
        factory.make(
            new Situation(
                status,
                generation,
                request,
                "db",
                "spec-hash",
                complete,
                throughScope,
                unjudged,
                lastSuccess,
                Duration.ofMinutes(65),
                now,
                ended),
            result);
    if (result instanceof SyncResult.Worked) {
      complete = true;
    }
    return status;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  SyncError lastError() {
    return Objects.requireNonNull(status.lastError());
  }

  static SyncResult.Failed failed(Problem why, int failures) {
    return new SyncResult.Failed(why, KeyCount.UNKNOWN, failures);
  }

  String condition(String type) {
    return Conditions.find(status.conditions(), type)
        .map(condition -> condition.status() + " " + condition.reason())
        .orElse("absent");
  }

  void assertConditions(String ready, String synced, String reconciling, String stalled) {
    assertThat(condition(Condition.READY)).isEqualTo(ready);
    assertThat(condition(Condition.SYNCED)).isEqualTo(synced);
    assertThat(condition(Condition.RECONCILING)).isEqualTo(reconciling);
    assertThat(condition(Condition.STALLED)).isEqualTo(stalled);
  }
}
