package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.lease.LeaseState;
import dev.keyturn.operator.engine.lease.TokenLife;
import dev.keyturn.operator.engine.plan.Freshness;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.SpecReader;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.engine.schedule.LateStart;
import dev.keyturn.operator.source.LeaseDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The memories of all SecretSyncs, by name; a re-created one starts with a new memory. */
public final class SyncMemories {
  private final Map<SyncId, Held> memories = new ConcurrentHashMap<>();
  private final AtomicLong term = new AtomicLong();
  private final Function<String, Duration> leastIntervals;
  private volatile LateStart.Before before = LateStart.Before.UNKNOWN;

  /**
   * Remembers nothing yet.
   *
   * @param leastIntervals the shortest refresh interval that scopes leave a namespace
   */
  public SyncMemories(Function<String, Duration> leastIntervals) {
    this.leastIntervals = leastIntervals;
  }

  /** A term of acting begins: what was remembered of an earlier one is forgotten. */
  public void beginTerm(LateStart.Before before) {
    this.before = before;
    memories.clear();
    term.incrementAndGet();
  }

  /** Number of the term: another one after each {@link #beginTerm}. */
  public long term() {
    return term.get();
  }

  /** What is known of the time before this process began to act. */
  public LateStart.Before before() {
    return before;
  }

  /** The oldest due time that no attempt has met. */
  public Optional<Instant> oldestOwed() {
    return memories.values().stream()
        .flatMap(held -> held.memory.duty().owedSince().stream())
        .min(Comparator.naturalOrder());
  }

  /** Something of the cluster that the target is made from changed, whatever the policy says. */
  public void markEdited(SyncId id, long now) {
    Held held = memories.get(id);
    if (held != null) {
      held.memory.markEdited(now);
    }
  }

  /** True where the sync was never seen by this process. */
  public boolean isNew(SyncId id) {
    return !memories.containsKey(id);
  }

  /** A pass looks at the sync, at this monotonic time: from now on it is remembered. */
  public void seen(SyncId id, String uid, long now) {
    var _ = of(id, uid, now);
  }

  SyncMemory of(SyncId id, String uid, long now) {
    return memories.compute(
            id,
            (key, held) ->
                held != null && held.uid.equals(uid)
                    ? held
                    : new Held(uid, new SyncMemory(now), new FreshnessMemory()))
        .memory;
  }

  Optional<SyncMemory> find(SyncId id) {
    return Optional.ofNullable(memories.get(id)).map(Held::memory);
  }

  /** What the spec of a sync says. */
  public SpecOutcome spec(SyncId id, SecretSync sync) {
    Held held = memories.get(id);
    Duration leastInterval = leastIntervals.apply(id.namespace());
    return held != null && held.uid.equals(sync.getMetadata().getUid())
        ? held.memory.spec().of(id, sync, leastInterval)
        : SpecReader.read(id, sync.getSpec(), leastInterval);
  }

  /**
   * How long what was read at that time is fresh. It is worked out once, because the search for the
   * next opening of its windows takes its time and everybody who scrapes the metrics asks.
   */
  public Optional<Duration> freshFor(SyncId id, SecretSync sync, Instant since) {
    Held held = memories.get(id);
    return held != null && held.uid.equals(sync.getMetadata().getUid())
        ? held.freshness.of(
            sync, leastIntervals.apply(id.namespace()), since, () -> freshness(id, sync, since))
        : freshness(id, sync, since);
  }

  private Optional<Duration> freshness(SyncId id, SecretSync sync, Instant since) {
    return switch (spec(id, sync)) {
      case SpecOutcome.Read(var settings) ->
          Freshness.limit(settings, sync.getMetadata().getUid(), since);
      case SpecOutcome.Wrong wrong -> Optional.empty();
    };
  }

  /**
   * Marks a sync as due by what it is told at this monotonic time; nothing where it was never seen,
   * because its first pass reads anyway.
   */
  public void markDue(SyncId id, long now) {
    Held held = memories.get(id);
    if (held != null) {
      held.memory.marks().markDue(now);
    }
  }

  /** Something that the sync depends on changed at this monotonic time. */
  public void markChanged(SyncId id, long now) {
    Held held = memories.get(id);
    if (held != null) {
      held.memory.marks().markChanged(now);
    }
  }

  /** The backend says that what the sync reads may have changed at this monotonic time. */
  public void markHinted(SyncId id, long now) {
    Held held = memories.get(id);
    if (held != null) {
      held.memory.marks().markHinted(now);
    }
  }

  /** An object that the sync's templates stand in was changed, made or deleted. */
  public void markTemplate(SyncId id) {
    Held held = memories.get(id);
    if (held != null) {
      held.memory.marks().markTemplate();
    }
  }

  /** The store serves again; true where the sync waited for that and is due now. */
  public boolean markRecovered(SyncId id) {
    Held held = memories.get(id);
    return held == null || held.memory.markRecovered();
  }

  /** The timer of a sync fired: it is due, has no timer any more, and its pass has this lane. */
  public Lane timerFired(SyncId id) {
    Held held = memories.get(id);
    if (held == null) {
      return Lane.FIRST;
    }
    held.memory.timerFired();
    return held.memory.duty().lane();
  }

  void forget(SyncId id) {
    memories.remove(id);
  }

  /** End of the last attempt of this process. */
  public Optional<Instant> lastAttempt(SyncId id) {
    return Optional.ofNullable(memories.get(id)).flatMap(held -> held.memory.lastAttempt());
  }

  /**
   * The lease that the target lives by, or the token, which is none that could be renewed: as this
   * process renewed it, else as the status has it, which a renewal need not have moved.
   */
  public Optional<LeaseState> lease(SyncId id, Optional<SecretSyncStatus> status) {
    return Optional.ofNullable(memories.get(id))
        .flatMap(held -> held.memory.issued().lease())
        .map(LeaseDesk.Held::state)
        .or(() -> status.map(SecretSyncStatus::lease).map(IssuedRecord::state))
        .or(() -> token(id, status).map(LeaseState::of));
  }

  private Optional<TokenLife> token(SyncId id, Optional<SecretSyncStatus> status) {
    return Optional.ofNullable(memories.get(id))
        .flatMap(held -> held.memory.issued().token())
        .or(() -> status.flatMap(IssuedRecord::token));
  }

  /** End of the last good attempt of this process. */
  public Optional<Instant> lastSuccess(SyncId id) {
    return Optional.ofNullable(memories.get(id)).flatMap(held -> held.memory.lastSuccess());
  }

  /** The same in milliseconds; the least number where there was none. */
  public long servedAt(SyncId id) {
    return lastSuccess(id).map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
  }

  private record Held(String uid, SyncMemory memory, FreshnessMemory freshness) {}
}
