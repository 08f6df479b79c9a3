package dev.keyturn.operator.engine.tenancy;

import dev.keyturn.crds.v1alpha1.Detail;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what a namespace may reach. A ClusterSecretStore is closed until a scope opens it; a
 * SecretStore is open to its own namespace until some scope names that namespace, and after that
 * where a scope opens the namespace's own stores. Scopes add up; there is no deny rule, a denial is
 * the absence of a grant.
 */
public final class Gate {
  private static final int NEAREST = 3;

  private Gate() {}

  /**
   * Decides one access.
   *
   * @param path what is really read or written: after prefix, find and rewrites
   * @param scopes all scopes of the cluster, or all that name the namespace
   */
  public static Decision decide(
      NamespaceIdentity namespace,
      StoreIdentity store,
      Verb verb,
      RemotePath path,
      List<ScopeView> scopes) {
    if (namespace.uid().isBlank()) {
      return new Decision.Denied(Detail.NAMESPACE_RECREATED, List.of());
    }
    List<ScopeView> naming = scopes.stream().filter(scope -> scope.speaksFor(namespace)).toList();
    if (naming.isEmpty()) {
      return unscoped(store, path);
    }
    List<ScopeView> bound = naming.stream().filter(scope -> scope.binds(namespace)).toList();
    Optional<String> granting =
        bound.stream()
            .filter(scope -> grants(scope, namespace, store, verb, path))
            .map(ScopeView::name)
            .findFirst();
    if (granting.isPresent()) {
      return new Decision.Allowed(store, path, granting);
    }
    if (bound.stream().anyMatch(scope -> scope.opensWhole(store))) {
      return new Decision.Allowed(store, path, Optional.empty());
    }
    return naming.stream().anyMatch(scope -> scope.bindsAnother(namespace))
        ? new Decision.Denied(Detail.NAMESPACE_RECREATED, List.of())
        : absent(bound, namespace, store, verb, path);
  }

  private static Decision unscoped(StoreIdentity store, RemotePath path) {
    return switch (store.kind()) {
      case SecretStore -> new Decision.Allowed(store, path, Optional.empty());
      case ClusterSecretStore -> new Decision.Denied(Detail.STORE, List.of());
    };
  }

  private static boolean grants(
      ScopeView scope,
      NamespaceIdentity namespace,
      StoreIdentity store,
      Verb verb,
      RemotePath path) {
    return patterns(scope, store, verb)
        .anyMatch(pattern -> pattern.matches(path, namespace.name(), scope.tenant()));
  }

  private static Stream<PathPattern> patterns(ScopeView scope, StoreIdentity store, Verb verb) {
    return scope.grants().stream()
        .filter(grant -> grant.store().equals(store))
        .flatMap(grant -> grant.paths(verb).stream());
  }

  private static Decision absent(
      List<ScopeView> bound,
      NamespaceIdentity namespace,
      StoreIdentity store,
      Verb verb,
      RemotePath path) {
    boolean storeIsNamed =
        bound.stream()
            .flatMap(scope -> scope.grants().stream())
            .anyMatch(grant -> grant.store().equals(store));
    if (!storeIsNamed) {
      return new Decision.Denied(Detail.STORE, List.of());
    }
    return new Decision.Denied(
        Detail.PATH,
        bound.stream()
            .flatMap(scope ->
                patterns(scope, store, verb).map(pattern -> near(pattern, path, namespace, scope)))
            .sorted(Comparator.comparingInt(Near::agreeing).reversed())
            .map(near -> near.pattern().toString())
            .distinct()
            .limit(NEAREST)
            .toList());
  }

  private record Near(PathPattern pattern, int agreeing) {}

  private static Near near(
      PathPattern pattern, RemotePath path, NamespaceIdentity namespace, ScopeView scope) {
    return new Near(pattern, pattern.agreeing(path, namespace.name(), scope.tenant()));
  }
}
