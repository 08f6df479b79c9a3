package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.DeletionPolicy;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.engine.plan.Freshness;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.StoreView;
import dev.keyturn.operator.engine.plan.SyncPlan;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.source.ConnectionPool;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Gathers what a status is made from. */
record Situations(SyncPlan plan, ConnectionPool pool) {

  Situation of(
      SecretSync sync, Observed observed, SyncMemory memory, SecretSyncStatus before, Instant now) {
    Optional<SyncSettings> settings = SyncPass.settings(observed);
    String specHash = settings.map(it -> plan.specHash(observed.id(), it)).orElse("");
    boolean complete =
        settings.isPresent()
            && (SyncPlan.isComplete(specHash, before.target())
                || isBelieved(observed, settings.get(), memory))
            && observed.target().isPresent()
            && !isEmptied(observed, settings.get());
    Instant lastSuccess =
        settings.filter(it -> !Freshness.ages(it)).isPresent()
            ? now
            : memory.lastSuccess().orElseGet(() -> firstSeen(memory, now));
    return new Situation(
        before,
        observed.generation(),
        observed.request(),
        target(observed),
        specHash,
        complete,
        isThroughScope(observed),
        isUnjudged(observed),
        lastSuccess,
        settings
            .map(it -> Freshness.greatestAge(it, sync.getMetadata().getUid(), lastSuccess))
            .orElse(Duration.ZERO),
        now,
        IssuedRecord.ended(memory.issued(), target(observed), now));
  }

  /**
   * Where no hash can tell, what was ready for this generation is so until a read says more. Of a
   * lease nobody knows then whether the target still lives by it.
   */
  private static boolean isBelieved(Observed observed, SyncSettings settings, SyncMemory memory) {
    return memory.isUnverified()
        && settings.issues().dynamic().isEmpty()
        && observed
            .status()
            .filter(
                status -> Long.valueOf(observed.generation()).equals(status.observedGeneration()))
            .filter(WaitingStatus::isReady)
            .isPresent();
  }

  /** A Secret whose keys a deletion policy took out is there, and serves nobody. */
  private boolean isEmptied(Observed observed, SyncSettings settings) {
    return settings.deletionPolicy() == DeletionPolicy.Merge && plan.isDrifted(observed, settings);
  }

  private static String target(Observed observed) {
    return SyncPass.settings(observed).map(SyncSettings::targetName).orElse(observed.id().name());
  }

  /** A process that has just begun to act knows nothing of the reads of others. */
  private Instant firstSeen(SyncMemory memory, Instant now) {
    return now.minusNanos(pool.now() - memory.firstSeenAt());
  }

  static boolean isUnjudged(Observed observed) {
    return SyncPass.settings(observed)
        .map(settings -> observed.stores().of(settings.shaping().store()))
        .filter(view ->
            view instanceof StoreView.NotReady(var kind, var name, String reason)
                && reason.equals(StoreDirectory.PENDING))
        .isPresent();
  }

  private static boolean isThroughScope(Observed observed) {
    return observed.stores().views().values().stream()
        .anyMatch(view ->
            view instanceof StoreView.Usable usable
                && usable.identity().kind() == StoreKind.ClusterSecretStore);
  }
}
