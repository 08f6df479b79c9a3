package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.source.SourceListener;
import dev.keyturn.operator.source.guard.Waiter;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/** Turns what the source notices into wakes of syncs and stores. */
final class SourceWakes implements SourceListener {
  private static final Duration GATHER = Duration.ofSeconds(1);

  private final Caches caches;
  private final Wakes wakes;
  private final WakeUp<StoreKey> storeTimer;

  SourceWakes(Caches caches, Wakes wakes, WakeUp<StoreKey> storeTimer) {
    this.caches = caches;
    this.wakes = wakes;
    this.storeTimer = storeTimer;
  }

  @Override
  public void secretChanged(Set<String> readers) {
    readers.forEach(wakes::syncNamed);
  }

  @Override
  public void secretHinted(Set<String> readers) {
    readers.forEach(wakes::syncHinted);
  }

  @Override
  public void called(Waiter waiter) {
    wakes.syncCalled(waiter);
  }

  /** Many readers fail at once: the store is probed once for all of them, a little later. */
  @Override
  public void storeFailed(String storeUid, Failure failure) {
    Stream.concat(
            caches.stores().byIndex(Caches.STORES_BY_UID, storeUid).stream(),
            caches.clusterStores().byIndex(Caches.STORES_BY_UID, storeUid).stream())
        .filter(StoreDirectory::canServe)
        .findFirst()
        .ifPresent(store -> storeTimer.noLaterThan(StoreKey.of(store), GATHER));
  }
}
