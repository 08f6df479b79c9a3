package dev.keyturn.operator.source.guard;

import java.time.Duration;

/** Calls {@link StoreGuards#dispatch} for a store after a wait; a later call replaces it. */
@FunctionalInterface
public interface Alarm {
  void at(String storeUid, Duration wait);
}
