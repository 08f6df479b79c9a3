package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.engine.plan.SyncId;
import java.util.function.Consumer;

/**
 * What comes due at a time.
 *
 * @param visits first visits that take so long that their object shall say so
 * @param lines stores whose calls stand in line, by UID
 */
record Timers(
    Scheduler<SyncId> syncs,
    Scheduler<SyncId> visits,
    Scheduler<StoreKey> stores,
    Scheduler<String> scopes,
    Scheduler<String> lines)
    implements AutoCloseable {

  static Timers start(
      Surroundings surroundings,
      Wakes wakes,
      ClockWatch clockWatch,
      Consumer<SyncId> visitTakesLong,
      Consumer<String> nextInLine) {
    return new Timers(
        surroundings.scheduler("sync-timer", wakes::syncDue, clockWatch::look),
        surroundings.scheduler("visit-timer", visitTakesLong),
        surroundings.scheduler("store-timer", wakes::store),
        surroundings.scheduler("scope-timer", wakes::scope),
        surroundings.scheduler("line-timer", nextInLine));
  }

  @Override
  public void close() {
    syncs.close();
    visits.close();
    stores.close();
    scopes.close();
    lines.close();
  }
}
