package dev.keyturn.operator.source.guard;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The guards of all stores, by the store's UID. Thread-safe. */
public final class StoreGuards {
  /** Until the store's own limits are known. */
  private static final CallLimits FIRST = new CallLimits(20, 20, 32);

  private final Map<String, StoreGuard> guards = new ConcurrentHashMap<>();
  private final Map<String, Set<StoreGuard>> places = new ConcurrentHashMap<>();
  private final GuardListener listener;
  private final LongSupplier nanoTime;
  private final Alarm alarm;
  private final BooleanSupplier room;

  /**
   * No guard yet.
   *
   * @param alarm leads back to {@link #dispatch}
   * @param room false while no more values may be under way
   */
  public StoreGuards(
      GuardListener listener, LongSupplier nanoTime, Alarm alarm, BooleanSupplier room) {
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.alarm = alarm;
    this.room = room;
  }

  public StoreGuard of(String storeUid) {
    return guards.computeIfAbsent(
        storeUid,
        uid -> new StoreGuard(nanoTime, listener, new Waiting(uid, alarm, room, places), FIRST));
  }

  /** The store is gone. */
  public void remove(String storeUid) {
    StoreGuard gone = guards.remove(storeUid);
    if (gone != null) {
      places.values().forEach(stores -> stores.remove(gone));
      places.values().removeIf(Set::isEmpty);
    }
  }

  /** A sync's pass is over; what it was called for and did not use goes to the next one. */
  public void release(String sync, Errand... errands) {
    for (Errand errand : errands) {
      String reader = errand.of(sync);
      places.getOrDefault(reader, Set.of()).forEach(guard -> guard.release(reader));
    }
  }

  /** The sync asks no more, for none of its errands. */
  public void forget(String sync) {
    for (Errand errand : Errand.values()) {
      String reader = errand.of(sync);
      places.getOrDefault(reader, Set.of()).forEach(guard -> guard.forget(reader));
    }
  }

  /** The alarm of a store. */
  public void dispatch(String storeUid) {
    StoreGuard guard = guards.get(storeUid);
    if (guard != null) {
      guard.dispatch();
    }
  }

  /** There is memory again: whoever waited for that is called. */
  public void dispatchAll() {
    guards.values().forEach(StoreGuard::dispatch);
  }

  /** How often the store's backend was called within the last hour. */
  public CallCount callsOfTheLastHour(String storeUid) {
    StoreGuard guard = guards.get(storeUid);
    return guard == null ? CallCount.NONE : guard.made().count(nanoTime.getAsLong());
  }

  /** True where the breaker of any store of this backend type is not closed. */
  public boolean isAnyShut(String provider) {
    return guards.values().stream()
        .anyMatch(guard -> guard.provider().equals(provider) && guard.isShut());
  }
}
