package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.KubernetesProvider;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.engine.plan.StoreReferences;
import dev.keyturn.operator.engine.plan.StoreRules;
import dev.keyturn.operator.engine.plan.StoreView;
import dev.keyturn.operator.engine.plan.StoreViews;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.kube.status.StatusWriter;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stores of both kinds as the caches show them. */
public final class StoreDirectory {
  /** Reason of a store that was never judged. */
  public static final String PENDING = "Pending";

  private final ResourceCache<SecretStore> stores;
  private final ResourceCache<ClusterSecretStore> clusterStores;
  private final StatusWriter statuses;
  private final ProviderConfigs providers;
  private final StoreRulesReader rules = new StoreRulesReader();

  public StoreDirectory(
      ResourceCache<SecretStore> stores,
      ResourceCache<ClusterSecretStore> clusterStores,
      StatusWriter statuses,
      ProviderConfigs providers) {
    this.stores = stores;
    this.clusterStores = clusterStores;
    this.statuses = statuses;
    this.providers = providers;
  }

  /** The store that a reference in a namespace names. */
  public Optional<CustomResource<SecretStoreSpec, SecretStoreStatus>> find(
      String namespace, StoreReference reference) {
    return StoreKey.of(namespace, reference).flatMap(this::find);
  }

  /** The store of that key. */
  public Optional<CustomResource<SecretStoreSpec, SecretStoreStatus>> find(StoreKey key) {
    return switch (key.kind()) {
      case SecretStore -> stores.get(key.namespaceOrNull(), key.name()).map(store -> store);
      case ClusterSecretStore -> clusterStores.get(null, key.name()).map(store -> store);
    };
  }

  /** All stores of both kinds. */
  public Stream<CustomResource<SecretStoreSpec, SecretStoreStatus>> all() {
    return Stream.concat(stores.all(), clusterStores.all());
  }

  /**
   * One store, as the caches show it. One that a scope denies is usable here: the scopes of now
   * decide, and say why.
   */
  public StoreView view(String namespace, StoreReference reference) {
    String kind = reference.kind() == null ? "SecretStore" : reference.kind();
    Optional<CustomResource<SecretStoreSpec, SecretStoreStatus>> found = find(namespace, reference);
    if (found.isEmpty()) {
      return new StoreView.Missing(kind, reference.name());
    }
    CustomResource<SecretStoreSpec, SecretStoreStatus> store = found.get();
    StoreKey key = StoreKey.of(store);
    Optional<SecretStoreStatus> status = statuses.read(store);
    if (!canServe(store, status) && !isDenied(status)) {
      return new StoreView.NotReady(kind, reference.name(), reason(status));
    }
    Optional<StoreRules> allowed = rules.read(store.getSpec());
    return allowed.isEmpty()
        ? new StoreView.NotReady(kind, reference.name(), ErrorClass.ConfigInvalid.name())
        : new StoreView.Usable(
            new StoreIdentity(key.kind(), key.name()),
            Objects.requireNonNullElse(store.getSpec().keyPrefix(), ""),
            allowed.get(),
            localNamespace(key, store.getSpec().provider().kubernetes()));
  }

  private static Optional<String> localNamespace(
      StoreKey key, @Nullable KubernetesProvider kubernetes) {
    return kubernetes == null || kubernetes.server() != null
        ? Optional.empty()
        : Optional.of(Objects.requireNonNullElseGet(kubernetes.remoteNamespace(), key::namespace));
  }

  /** What a sync may know of the stores that it names. */
  public StoreViews views(String namespace, SecretSyncSpec spec) {
    Map<StoreIdentity, StoreView> views = new LinkedHashMap<>();
    for (StoreReference reference : StoreReferences.of(spec)) {
      StoreKey.of(namespace, reference)
          .ifPresent(key -> views.put(key.identity(), view(namespace, reference)));
    }
    return new StoreViews(views);
  }

  /** Name of the backend type, as a metric label. */
  public String provider(String namespace, StoreReference reference) {
    return find(namespace, reference)
        .map(store -> providers.nameOf(store.getSpec().provider()))
        .orElse("none");
  }

  /** True where the cached status lets the syncs read. */
  public static boolean canServe(CustomResource<SecretStoreSpec, SecretStoreStatus> store) {
    return canServe(store, Optional.ofNullable(store.getStatus()));
  }

  /** Ready, or Unknown because only a tenant's own login can tell. */
  static boolean canServe(
      CustomResource<SecretStoreSpec, SecretStoreStatus> store,
      Optional<SecretStoreStatus> status) {
    @Nullable List<Condition> conditions = status.map(SecretStoreStatus::conditions).orElse(null);
    boolean judged =
        status
            .map(SecretStoreStatus::observedGeneration)
            .filter(generation -> generation.equals(store.getMetadata().getGeneration()))
            .isPresent();
    return judged
        && Conditions.find(conditions, Condition.READY)
            .filter(ready ->
                ready.status().equals("True")
                    || ready.reason().equals(StoreStatusFactory.UNVERIFIED))
            .isPresent();
  }

  /** True where the last probe met the scopes of its moment. */
  static boolean isDenied(Optional<SecretStoreStatus> status) {
    return reason(status).equals(ErrorClass.ScopeDenied.name());
  }

  private static String reason(Optional<SecretStoreStatus> status) {
    return status
        .flatMap(it -> Conditions.find(it.conditions(), Condition.READY))
        .map(Condition::reason)
        .orElse(PENDING);
  }
}
