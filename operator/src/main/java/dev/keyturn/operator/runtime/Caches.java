package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.SyncPush;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.controller.scope.ScopeReconciler;
import dev.keyturn.operator.controller.store.StoreKey;
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
    ResourceCache<TenantSecretScope> scopes) {
  static final String SYNCS_BY_STORE = "sync-store";
  static final String SYNCS_BY_TARGET = "sync-target";

  Caches() {
    this(
        new ResourceCache<>(Map.of()),
        new ResourceCache<>(Map.of()),
        new ResourceCache<>(
            Map.of(
                SYNCS_BY_STORE,
                Caches::store,
                SYNCS_BY_TARGET,
                sync -> List.of(target(sync)),
                ScopeReconciler.SYNCS_BY_NAMESPACE,
                sync -> List.of(sync.getMetadata().getNamespace()))),
        new ResourceCache<>(Map.of()));
  }

  static String target(String namespace, String name) {
    return namespace + "/" + name;
  }

  /** The store that it reads from, and those that it pushes to. */
  private static List<String> store(SecretSync sync) {
    Stream<StoreReference> pushedTo =
        Objects.requireNonNullElse(sync.getSpec().push(), List.<SyncPush>of()).stream()
            .flatMap(push -> Stream.ofNullable(push.storeRef()));
    return Stream.concat(Stream.of(sync.getSpec().secretStoreRef()), pushedTo)
        .flatMap(store -> StoreKey.of(sync.getMetadata().getNamespace(), store).stream())
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
