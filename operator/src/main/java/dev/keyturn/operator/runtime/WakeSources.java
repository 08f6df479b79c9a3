package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.operator.controller.PassOrigin;
import dev.keyturn.operator.controller.WakeSource;

/** What wakes the objects of each kind. */
record WakeSources(
    WakeSource<SecretStore> stores,
    WakeSource<ClusterSecretStore> clusterStores,
    WakeSource<SecretSync> syncs,
    WakeSource<TenantSecretScope> scopes) {

  WakeSources() {
    this(
        new WakeSource<>(PassOrigin::ofProbe),
        new WakeSource<>(PassOrigin::ofProbe),
        new WakeSource<>(),
        new WakeSource<>());
  }
}
