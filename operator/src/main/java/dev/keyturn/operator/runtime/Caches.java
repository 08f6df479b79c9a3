package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SyncPush;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.controller.clustersync.StampSpecs;
import dev.keyturn.operator.controller.clustersync.StampWatch;
import dev.keyturn.operator.controller.clustersync.StampedSyncs;
import dev.keyturn.operator.controller.scope.ScopeReconciler;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.engine.tenancy.IntervalFloor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The informer caches of all kinds, with their reverse indexes. */
record Caches(
    ResourceCache<SecretStore> stores,
    ResourceCache<ClusterSecretStore> clusterStores,
    ResourceCache<SecretSync> syncs,
    ResourceCache<ClusterSecretSync> clusterSyncs,
    ResourceCache<TenantSecretScope> scopes) {
  static final String SYNCS_BY_STORE = "sync-store";
  static final String SYNCS_BY_TARGET = "sync-target";
  static final String STORES_BY_UID = "store-uid";

  Caches() {
    this(
        new ResourceCache<>(Map.of(STORES_BY_UID, store -> List.of(store.getMetadata().getUid()))),
        new ResourceCache<>(Map.of(STORES_BY_UID, store -> List.of(store.getMetadata().getUid()))),
        new ResourceCache<>(
            Map.of(
                SYNCS_BY_STORE,
                Caches::stores,
                SYNCS_BY_TARGET,
                sync -> List.of(target(sync)),
                ScopeReconciler.SYNCS_BY_NAMESPACE,
                sync -> List.of(sync.getMetadata().getNamespace()),
                StampedSyncs.SYNCS_BY_CONTROLLER,
                StampedSyncs::controllers)),
        new ResourceCache<>(
            Map.of(StampWatch.CLUSTER_SYNCS_BY_STAMP, sync -> List.of(StampSpecs.stampName(sync)))),
        new ResourceCache<>(Map.of()));
  }

  /** The shortest refresh interval that the scopes leave a namespace. */
  Duration leastInterval(String namespace) {
    return IntervalFloor.of(namespace, scopes.all().map(TenantSecretScope::getSpec));
  }

  static String target(String namespace, String name) {
    return namespace + "/" + name;
  }

  /** The stores that it reads from, and those that it pushes to. */
  private static List<String> stores(SecretSync sync) {
    String namespace = sync.getMetadata().getNamespace();
    Stream<StoreKey> pushedTo =
        Objects.requireNonNullElse(sync.getSpec().push(), List.<SyncPush>of()).stream()
            .flatMap(push -> Stream.ofNullable(push.storeRef()))
            .flatMap(store -> StoreKey.of(namespace, store).stream());
    return Stream.concat(StoreKey.of(namespace, sync.getSpec()).stream(), pushedTo)
        .map(StoreKey::text)
        .distinct()
        .toList();
  }

  private static String target(SecretSync sync) {
    return target(
        sync.getMetadata().getNamespace(),
        Optional.ofNullable(sync.getSpec().target())
            .flatMap(target -> Optional.ofNullable(target.name()))
            .orElse(sync.getMetadata().getName()));
  }
}
