package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.SyncId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The memories of all SecretSyncs, by name; a re-created one starts with a new memory. */
public final class SyncMemories {
  private final Map<SyncId, Held> memories = new ConcurrentHashMap<>();

  /** True where the sync was never seen by this process. */
  boolean isNew(SyncId id) {
    return !memories.containsKey(id);
  }

  SyncMemory of(SyncId id, String uid, long now) {
    return memories.compute(
            id,
            (key, held) ->
                held != null && held.uid.equals(uid) ? held : new Held(uid, new SyncMemory(now)))
        .memory;
  }

  Optional<SyncMemory> find(SyncId id) {
    return Optional.ofNullable(memories.get(id)).map(Held::memory);
  }

  /** Marks a sync as due; nothing where it was never seen, because its first pass reads anyway. */
  public void markDue(SyncId id) {
    Held held = memories.get(id);
    if (held != null) {
      held.memory.markDue();
    }
  }

  /** Something that the sync depends on changed at this monotonic time. */
  public void markChanged(SyncId id, long now) {
    Held held = memories.get(id);
    if (held != null) {
      held.memory.markChanged(now);
    }
  }

  /** The store serves again; true where the sync waited for that and is due now. */
  public boolean markRecovered(SyncId id) {
    Held held = memories.get(id);
    return held == null || held.memory.markRecovered();
  }

  /** The timer of a sync fired: it is due, and has no timer any more. */
  public void timerFired(SyncId id) {
    Held held = memories.get(id);
    if (held != null) {
      held.memory.timerFired();
    }
  }

  void forget(SyncId id) {
    memories.remove(id);
  }

  /** End of the last attempt of this process. */
  public Optional<Instant> lastAttempt(SyncId id) {
    return Optional.ofNullable(memories.get(id)).flatMap(held -> held.memory.lastAttempt());
  }

  /** End of the last good attempt of this process. */
  public Optional<Instant> lastSuccess(SyncId id) {
    return Optional.ofNullable(memories.get(id)).flatMap(held -> held.memory.lastSuccess());
  }

  private record Held(String uid, SyncMemory memory) {}
}
