package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.StoreView;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncPlan;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.kube.status.StatusResult;
import dev.keyturn.operator.kube.status.StatusWriter;
import dev.keyturn.operator.source.ConnectionPool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One cycle of a sync: observe, walk the plan, write the status if it changed, set the timer. */
public final class SyncCycle {
  private static final Duration AFTER_FAILED_WRITE = Duration.ofSeconds(5);
  private static final Duration FIRST_VISIT = Duration.ofSeconds(2);
  private static final Duration UNTIL_INDEXED = Duration.ofSeconds(1);

  private final SyncObserver observer;
  private final SyncPlan plan;
  private final SyncPass pass;
  private final SyncDeletion deletion;
  private final SyncTiming timing;
  private final StoreUse storeUse;
  private final SyncEvents events;
  private final SyncObservations observations;
  private final SyncMemories memories;
  private final StoreDirectory stores;
  private final StatusWriter statuses;
  private final ConnectionPool pool;
  private final RemoteCleanup cleanup;
  private final SyncPushes pushes;
  private final InstantSource clock;
  private final Instant startedAt;
  private final SyncStatusFactory factory = new SyncStatusFactory();

  SyncCycle(
      SyncObserver observer,
      SyncPlan plan,
      SyncPass pass,
      SyncDeletion deletion,
      SyncTiming timing,
      StoreUse storeUse,
      SyncEvents events,
      SyncObservations observations,
      SyncMemories memories,
      StoreDirectory stores,
      StatusWriter statuses,
      ConnectionPool pool,
      RemoteCleanup cleanup,
      SyncPushes pushes,
      InstantSource clock) {
    this.observer = observer;
    this.plan = plan;
    this.pass = pass;
    this.deletion = deletion;
    this.timing = timing;
    this.storeUse = storeUse;
    this.events = events;
    this.observations = observations;
    this.memories = memories;
    this.stores = stores;
    this.statuses = statuses;
    this.pool = pool;
    this.cleanup = cleanup;
    this.pushes = pushes;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  void forget(SyncId id, SecretSync sync) {
    memories.forget(id);
    storeUse.changed(sync);
    pool.forget(id.toString());
    statuses.forget(sync.getMetadata().getUid());
    cleanup.forget(sync);
    pushes.forget(id);
  }

  /** Settles what a sync that is being deleted owes at backends. */
  void settle(SyncId id, SecretSync sync) {
    SyncMemory memory = memories.of(id, sync.getMetadata().getUid(), pool.now());
    cleanup
        .settle(sync, statuses.read(sync).orElse(SecretSyncStatus.EMPTY))
        .ifPresent(wait -> timing.again(id, memory, wait));
  }

  /**
   * Runs one cycle.
   *
   * @param indexed true when the index of targets is complete: before that every target would look
   *     as if it were missing
   */
  void run(SyncId id, SecretSync sync, boolean indexed) {
    if (memories.isNew(id)) {
      storeUse.changed(sync);
    }
    SyncMemory memory = memories.of(id, sync.getMetadata().getUid(), pool.now());
    if (!indexed && observer.isEnrolled(id.namespace())) {
      timing.again(id, memory, UNTIL_INDEXED);
      return;
    }
    Observed observed = observer.observe(sync, statuses.read(sync), memory, pool.now());
    pass.run(sync, observed, memory).ifPresent(result -> end(sync, observed, memory, result));
  }

  private void end(SecretSync sync, Observed observed, SyncMemory memory, SyncResult result) {
    if (result instanceof SyncResult.Parked) {
      memory.park();
    }
    if (result instanceof SyncResult.Parked && isFirstVisit(observed, memory)) {
      // The store will most likely be judged in a moment: one status then, instead of two.
      timing.again(observed.id(), memory, FIRST_VISIT);
      return;
    }
    Instant now = clock.instant();
    count(sync, memory, result, now);
    SecretSyncStatus before = observed.status().orElse(SecretSyncStatus.EMPTY);
    SyncStatusFactory.Situation situation = situation(observed, memory, before, now);
    Optional<SyncPushes.Report> report = push(sync, observed, result);
    SecretSyncStatus status =
        OutgoingStatus.amend(
            factory.make(situation, result), before, observed, result, report, now);
    timing.after(result, sync.getMetadata().getUid(), observed, situation.staleAt(), memory, now);
    report.ifPresent(it -> timing.afterPush(observed, memory, it.problem()));
    switch (statuses.write(sync, status)) {
      case StatusResult.Written written -> {
        events.transition(sync, before, status);
        cleanup.releaseWhereNothingIsOwed(sync, status);
      }
      case StatusResult.Unchanged unchanged -> cleanup.releaseWhereNothingIsOwed(sync, status);
      case StatusResult.Gone gone -> {}
      case StatusResult.NotLeader notLeader -> {}
      case StatusResult.Refused refused -> timing.again(observed.id(), memory, AFTER_FAILED_WRITE);
      case StatusResult.Unavailable unavailable ->
          timing.again(observed.id(), memory, AFTER_FAILED_WRITE);
    }
  }

  private Optional<SyncPushes.Report> push(SecretSync sync, Observed observed, SyncResult result) {
    return switch (result) {
      case SyncResult.Worked worked -> push(sync, observed, true);
      case SyncResult.Confirmed confirmed -> push(sync, observed, true);
      case SyncResult.Failed failed -> push(sync, observed, true);
      case SyncResult.Rested rested -> push(sync, observed, false);
      case SyncResult.Parked parked -> Optional.empty();
      case SyncResult.Suspended suspended -> Optional.empty();
    };
  }

  private Optional<SyncPushes.Report> push(SecretSync sync, Observed observed, boolean attempted) {
    return SyncPass.settings(observed)
        .flatMap(settings -> pushes.run(sync, observed, settings, attempted));
  }

  private boolean isFirstVisit(Observed observed, SyncMemory memory) {
    return observed.status().isEmpty() && pool.now() - memory.firstSeenAt() < FIRST_VISIT.toNanos();
  }

  private void count(SecretSync sync, SyncMemory memory, SyncResult result, Instant now) {
    switch (result) {
      case SyncResult.Worked worked -> {
        memory.succeeded(now);
        memory.endAttempt(now, pool.now());
        deletion.present(sync);
        observe(sync, worked.contentChanged() ? "Changed" : "Unchanged");
      }
      case SyncResult.Confirmed confirmed -> {
        memory.succeeded(now);
        memory.endAttempt(now, pool.now());
        observe(sync, "Unchanged");
      }
      case SyncResult.Failed(Problem why, var keys, int failures) -> {
        memory.endAttempt(now, pool.now());
        observe(sync, why.kind().name());
      }
      case SyncResult.Parked parked -> {}
      case SyncResult.Rested rested -> {}
      case SyncResult.Suspended suspended -> {}
    }
  }

  private void observe(SecretSync sync, String result) {
    String provider =
        stores.provider(sync.getMetadata().getNamespace(), sync.getSpec().secretStoreRef());
    @Nullable Map<String, String> labels = sync.getMetadata().getLabels();
    String type = labels == null ? "none" : SecretTypes.known(labels.get(Api.LABEL_SECRET_TYPE));
    observations.synced(provider, type, result);
  }

  private SyncStatusFactory.Situation situation(
      Observed observed, SyncMemory memory, SecretSyncStatus before, Instant now) {
    Optional<SyncSettings> settings = SyncPass.settings(observed);
    boolean complete =
        settings.isPresent()
            && plan.isComplete(observed.id(), settings.get(), before.target())
            && observed.target().isPresent();
    return new SyncStatusFactory.Situation(
        before,
        observed.generation(),
        observed.request(),
        settings.map(SyncSettings::targetName).orElse(observed.id().name()),
        settings.map(it -> plan.specHash(observed.id(), it)).orElse(""),
        complete,
        isThroughScope(observed),
        memory.lastSuccess().orElse(startedAt),
        settings.map(SyncSettings::maxStaleness).orElse(Duration.ZERO),
        now);
  }

  private static boolean isThroughScope(Observed observed) {
    return observed.store() instanceof StoreView.Usable usable
        && usable.identity().kind() == StoreKind.ClusterSecretStore;
  }
}
