package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.operator.engine.plan.StoreReferences;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names a store.
 *
 * @param namespace empty for a ClusterSecretStore
 */
public record StoreKey(StoreKind kind, String namespace, String name) {

  public static StoreKey of(CustomResource<SecretStoreSpec, SecretStoreStatus> store) {
    @Nullable String namespace = store.getMetadata().getNamespace();
    return new StoreKey(
        StoreKind.valueOf(store.getKind()),
        namespace == null ? "" : namespace,
        store.getMetadata().getName());
  }

  /** What a reference in that namespace names; empty where its kind is not known. */
  public static Optional<StoreKey> of(String namespace, StoreReference reference) {
    return switch (reference.kind()) {
      case null -> Optional.of(new StoreKey(StoreKind.SecretStore, namespace, reference.name()));
      case "SecretStore" ->
          Optional.of(new StoreKey(StoreKind.SecretStore, namespace, reference.name()));
      case "ClusterSecretStore" ->
          Optional.of(new StoreKey(StoreKind.ClusterSecretStore, "", reference.name()));
      default -> Optional.empty();
    };
  }

  /** Every store that a sync in that namespace names, its own first. */
  public static List<StoreKey> of(String namespace, SecretSyncSpec spec) {
    return StoreReferences.of(spec).stream()
        .map(reference -> of(namespace, reference))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** The store that a sync in that namespace means. */
  public static StoreKey of(String namespace, StoreIdentity identity) {
    return new StoreKey(
        identity.kind(),
        switch (identity.kind()) {
          case SecretStore -> namespace;
          case ClusterSecretStore -> "";
        },
        identity.name());
  }

  /** As a sync and a grant name it. */
  public StoreIdentity identity() {
    return new StoreIdentity(kind, name);
  }

  /** As one text, for an index. */
  public String text() {
    return kind + "/" + namespace + "/" + name;
  }

  @Nullable String namespaceOrNull() {
    return namespace.isEmpty() ? null : namespace;
  }
}
