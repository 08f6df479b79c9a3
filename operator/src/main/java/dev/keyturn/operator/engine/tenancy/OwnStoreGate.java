package dev.keyturn.operator.engine.tenancy;

import dev.keyturn.crds.v1alpha1.Detail;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a SecretStore may be connected to at all. It is free until some scope names its
 * namespace; from then on a scope must open it, by {@code ownStores.allow} or by naming it under
 * {@code stores}, and it keeps to the bounds of one of the scopes that do.
 */
public final class OwnStoreGate {

  private OwnStoreGate() {}

  /**
   * Decides one store.
   *
   * @param name of the namespace
   * @param namespace empty where it cannot be read
   * @param scopes all scopes of the cluster, or all that name the namespace
   */
  public static OwnStoreDecision decide(
      String name,
      Optional<NamespaceIdentity> namespace,
      StoreIdentity store,
      List<ScopeView> scopes) {
    List<ScopeView> naming = scopes.stream().filter(scope -> scope.names().contains(name)).toList();
    if (naming.isEmpty()) {
      return new OwnStoreDecision.Open();
    }
    if (namespace.isEmpty()) {
      return new OwnStoreDecision.Denied(Detail.NAMESPACE_RECREATED);
    }
    List<StoreBounds.Bound> bounds =
        naming.stream()
            .filter(scope -> scope.binds(namespace.get()))
            .filter(scope -> scope.opens(store))
            .map(scope -> scope.ownStores().bound())
            .distinct()
            .toList();
    if (bounds.stream().anyMatch(StoreBounds.Bound::isOpen)) {
      return new OwnStoreDecision.Open();
    }
    if (!bounds.isEmpty()) {
      return new OwnStoreDecision.Bounded(new StoreBounds(bounds));
    }
    return new OwnStoreDecision.Denied(
        naming.stream().anyMatch(scope -> scope.bindsAnother(namespace.get()))
            ? Detail.NAMESPACE_RECREATED
            : Detail.STORE);
  }
}
