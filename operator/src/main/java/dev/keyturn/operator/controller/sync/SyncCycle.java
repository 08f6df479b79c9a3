package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.plan.KeyRotation;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncPlan;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.kube.status.StatusResult;
import dev.keyturn.operator.kube.status.StatusWriter;
import dev.keyturn.operator.source.ConnectionPool;
import dev.keyturn.operator.source.guard.Errand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/** One cycle of a sync: observe, walk the plan, write the status if it changed, set the timer. */
public final class SyncCycle {
  private static final Duration FIRST_VISIT = Duration.ofSeconds(2);

  /**
   * A thousand syncs that are applied with their store shall not all say that it is awaited. As
   * long as its first probe may take: to connect, and to be answered.
   */
  private static final Duration FIRST_PROBE = Duration.ofSeconds(20);

  private static final Duration UNTIL_INDEXED = Duration.ofSeconds(1);

  private final SyncObserver observer;
  private final SyncPass pass;
  private final LeaseCare leases;
  private final IssuedRecord issuedRecord;
  private final SyncDeletion deletion;
  private final SyncTiming timing;
  private final StoreUse storeUse;
  private final TemplateObjects templates;
  private final SyncEvents events;
  private final SyncCounts counts;
  private final SyncMemories memories;
  private final StatusWriter statuses;
  private final ConnectionPool pool;
  private final RemoteCleanup cleanup;
  private final SyncPushes pushes;
  private final InstantSource clock;
  private final SyncRestarts restarts;
  private final FirstVisits visits;
  private final AwaitedTargets awaited;
  private final Situations situations;
  private final SyncStatusFactory factory = new SyncStatusFactory();

  SyncCycle(
      SyncObserver observer,
      SyncPlan plan,
      SyncPass pass,
      LeaseCare leases,
      IssuedRecord issuedRecord,
      SyncDeletion deletion,
      SyncTiming timing,
      StoreUse storeUse,
      TemplateObjects templates,
      SyncEvents events,
      SyncCounts counts,
      SyncMemories memories,
      StatusWriter statuses,
      ConnectionPool pool,
      RemoteCleanup cleanup,
      SyncPushes pushes,
      InstantSource clock,
      SyncRestarts restarts,
      FirstVisits visits,
      AwaitedTargets awaited) {
    this.observer = observer;
    this.pass = pass;
    this.leases = leases;
    this.issuedRecord = issuedRecord;
    this.deletion = deletion;
    this.timing = timing;
    this.storeUse = storeUse;
    this.templates = templates;
    this.events = events;
    this.counts = counts;
    this.memories = memories;
    this.statuses = statuses;
    this.pool = pool;
    this.cleanup = cleanup;
    this.pushes = pushes;
    this.clock = clock;
    this.restarts = restarts;
    this.visits = visits;
    this.awaited = awaited;
    this.situations = new Situations(plan, pool);
  }

  void forget(SyncId id, SecretSync sync) {
    memories.forget(id);
    restarts.forget(id);
    storeUse.changed(sync);
    templates.forget(id);
    awaited.forget(id);
    pool.forget(id.toString());
    statuses.forget(sync.getMetadata().getUid());
    cleanup.forget(sync);
    deletion.forget(id);
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
    if (memory.isOlder(sync.getMetadata().getGeneration())) {
      // An event that came late: the newer one is known, and comes again with the next list.
      return;
    }
    if (!indexed && observer.isEnrolled(id.namespace())) {
      timing.again(id, memory, UNTIL_INDEXED);
      return;
    }
    Optional<SecretSyncStatus> status = memory.issued().unwritten().or(() -> statuses.read(sync));
    Observed observed = observer.observe(sync, status, memory, pool.now(), clock.instant());
    if (status.isEmpty()) {
      visits.begin(id, sync);
    }
    Optional<SyncResult> result;
    Optional<SecretSyncStatus> said;
    try {
      result = tended(sync, observed, memory);
    } finally {
      pool.endPass(id.toString());
      said = visits.end(id);
    }
    if (!(result.orElse(null) instanceof SyncResult.Queued)) {
      pool.guards().release(id.toString(), Errand.READ, Errand.DEADLINE);
    }
    if (result.isPresent()) {
      Observed since = said.map(observed::withStatus).orElse(observed);
      end(sync, since, memory, result.get());
    } else {
      memory.abandonAttempt();
    }
  }

  /** Looks after the lease first, then walks the plan. */
  private Optional<SyncResult> tended(SecretSync sync, Observed observed, SyncMemory memory) {
    Optional<SyncReader.Outcome> instead =
        SyncPass.settings(observed)
            .flatMap(settings -> leases.tend(sync, observed, settings, memory));
    return instead.isPresent()
        ? Optional.of(pass.instead(instead.get(), sync, observed, memory))
        : pass.run(sync, memory.issued().mustReissue() ? observed.reissuing() : observed, memory);
  }

  private void end(SecretSync sync, Observed observed, SyncMemory memory, SyncResult result) {
    boolean parked =
        result instanceof SyncResult.Parked
            || (result instanceof SyncResult.Queued(var why, boolean brief) && !brief);
    if (parked) {
      memory.park();
    }
    if (parked && isFirstVisit(result, observed, memory)) {
      // The store will most likely be judged in a moment: one status then, instead of two.
      timing.again(observed.id(), memory, FIRST_VISIT);
      return;
    }
    if (result.endsReading()) {
      pool.stopReading(observed.id().toString());
    }
    Instant now = clock.instant();
    count(sync, observed, memory, result, now);
    SecretSyncStatus before = observed.status().orElse(SecretSyncStatus.EMPTY);
    Situation situation = situations.of(sync, observed, memory, before, now);
    Optional<SyncPushes.Report> report = pushes.after(sync, observed, result);
    SecretSyncStatus followed =
        restarts.follow(sync, observed, result, before, factory.make(situation, result));
    SecretSyncStatus status =
        OutgoingStatus.amend(
            withIssued(followed, sync, observed, memory), before, observed, result, report, now);
    timing.after(result, sync.getMetadata().getUid(), observed, situation.staleAt(), memory, now);
    if (!Objects.equals(before.lastHandledRequest(), status.lastHandledRequest())) {
      memory.duty().answered(pool.now());
    }
    awaited.after(observed, status);
    hold(sync, observed.id(), memory, status);
    if (result instanceof SyncResult.Failed failed && failed.why().isContended()) {
      Optional<Duration> pause = memory.contention().pause(pool.now());
      pause.ifPresent(it -> timing.hold(observed.id(), memory, it));
    }
    // By the status as it will be: the life of a new certificate counts from this change.
    Observed told = observed.withStatus(status);
    SyncPass.settings(told)
        .flatMap(settings -> leases.nextWake(sync, told, settings, memory.issued()))
        .ifPresent(wait -> timing.deadline(observed.id(), memory, wait));
    SourceEnds.untilNext(status, now).ifPresent(it -> timing.deadline(observed.id(), memory, it));
    report.ifPresent(it -> timing.afterPush(observed, memory, it));
    memory.issued().unwritten(null);
    if (observed.status().isEmpty() && status.equals(SecretSyncStatus.EMPTY)) {
      // It has only been put in line: there is nothing to tell yet.
      return;
    }
    SecretSyncStatus said = KeyRotation.worthWriting(statuses.read(sync), observed, status);
    switch (statuses.write(sync, said)) {
      case StatusResult.Written written -> {
        events.transition(sync, before, status);
        cleanup.releaseWhereNothingIsOwed(sync, status);
      }
      case StatusResult.Unchanged unchanged -> cleanup.releaseWhereNothingIsOwed(sync, status);
      case StatusResult.Gone gone -> {}
      case StatusResult.NotLeader notLeader -> {}
      case StatusResult.Refused refused -> again(observed, memory, status, refused.retryIn());
      case StatusResult.Unavailable unavailable ->
          again(observed, memory, status, unavailable.retryIn());
    }
  }

  /** A request that came too soon waits, and nothing else need wake the sync then. */
  private void hold(SecretSync sync, SyncId id, SyncMemory memory, SecretSyncStatus status) {
    Duration wait = memory.duty().holdOfRequests(pool.now());
    boolean pending =
        SyncObserver.request(sync)
            .filter(text -> !text.equals(status.lastHandledRequest()))
            .isPresent();
    if (pending && wait.isPositive()) {
      timing.hold(id, memory, wait);
    }
  }

  private void again(Observed observed, SyncMemory memory, SecretSyncStatus status, Duration wait) {
    if (status.lease() != null || status.certificate() != null || status.token() != null) {
      memory.issued().unwritten(status);
    }
    timing.unsaid(observed.id(), memory, wait);
  }

  private SecretSyncStatus withIssued(
      SecretSyncStatus status, SecretSync sync, Observed observed, SyncMemory memory) {
    IssuedMemory issued = memory.issued();
    Optional<SyncSettings> settings = SyncPass.settings(observed);
    return settings.isEmpty() || !issued.isKnown()
        ? status
        : issuedRecord.onto(
            status, observed, settings.get(), sync.getMetadata().getUid(), issued, clock.instant());
  }

  /** A store that is judged to be down is said soon; one whose condition is on its way is not. */
  private boolean isFirstVisit(SyncResult result, Observed observed, SyncMemory memory) {
    boolean isJudged = !(result instanceof SyncResult.Queued) && !Situations.isUnjudged(observed);
    Duration patience = isJudged ? FIRST_VISIT : FIRST_PROBE;
    return observed.status().isEmpty() && pool.now() - memory.firstSeenAt() < patience.toNanos();
  }

  private void count(
      SecretSync sync, Observed observed, SyncMemory memory, SyncResult result, Instant now) {
    switch (result) {
      case SyncResult.Worked worked -> {
        memory.succeeded(now);
        memory.endAttempt(now, pool.now());
        present(observed, memory);
        counts.pulled(sync, worked.contentChanged() ? "Changed" : "Unchanged");
      }
      case SyncResult.Confirmed confirmed -> {
        memory.succeeded(now);
        memory.endAttempt(now, pool.now());
        present(observed, memory);
        counts.pulled(sync, "Unchanged");
      }
      case SyncResult.Failed(Problem why, var keys, int failures) -> {
        memory.endAttempt(now, pool.now());
        counts.pulled(sync, why.kind().name());
      }
      case SyncResult.Parked parked -> {}
      case SyncResult.Queued queued -> {}
      case SyncResult.Rested rested -> {}
      case SyncResult.Suspended suspended -> {}
    }
  }

  private void present(Observed observed, SyncMemory memory) {
    SyncPass.settings(observed)
        .ifPresent(settings -> deletion.present(observed.id(), settings, memory));
  }
}
