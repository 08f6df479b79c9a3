package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.controller.store.StoreKey;
import java.time.Duration;

/** Tells each store of a sync that syncs of it came or went, once for all that do so together. */
record StoreUse(WakeUp<StoreKey> storeTimer) {
  private static final Duration GATHER = Duration.ofSeconds(3);

  void changed(SecretSync sync) {
    StoreKey.of(sync.getMetadata().getNamespace(), sync.getSpec())
        .forEach(store -> storeTimer.noLaterThan(store, GATHER));
  }
}
