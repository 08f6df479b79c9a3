package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.operator.controller.store.StoreDirectory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts attempts under the backend type of their store and the type of the sync's secret. */
record SyncCounts(StoreDirectory stores, SyncObservations observations) {

  /** The target was brought up to date, or could not be: Changed, Unchanged or an error class. */
  void pulled(SecretSync sync, String result) {
    observations.pulled(provider(sync, sync.getSpec().secretStoreRef()), type(sync), result);
  }

  /** One secret was brought to a backend, or could not be: Changed, Unchanged or an error class. */
  void pushed(SecretSync sync, StoreReference store, String result) {
    observations.pushed(provider(sync, store), type(sync), result);
  }

  private String provider(SecretSync sync, StoreReference store) {
    return stores.provider(sync.getMetadata().getNamespace(), store);
  }

  private static String type(SecretSync sync) {
    @Nullable Map<String, String> labels = sync.getMetadata().getLabels();
    return labels == null ? "none" : SecretTypes.known(labels.get(Api.LABEL_SECRET_TYPE));
  }
}
