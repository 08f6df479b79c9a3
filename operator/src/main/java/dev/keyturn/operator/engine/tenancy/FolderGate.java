package dev.keyturn.operator.engine.tenancy;

import dev.keyturn.crds.v1alpha1.Detail;
import java.util.List;

/**
 * Decides in which folders a namespace may look for secrets: in those below which one of its grants
 * can still match. Names elsewhere never reach it.
 */
public final class FolderGate {

  private FolderGate() {}

  /** Decides one folder; the same scopes count as in {@link Gate#decide}. */
  public static FolderDecision decide(
      NamespaceIdentity namespace,
      StoreIdentity store,
      RemoteFolder folder,
      List<ScopeView> scopes) {
    if (namespace.uid().isBlank()) {
      return new FolderDecision.Denied(Detail.NAMESPACE_RECREATED);
    }
    List<ScopeView> naming = scopes.stream().filter(scope -> scope.speaksFor(namespace)).toList();
    if (naming.isEmpty()) {
      return switch (store.kind()) {
        case SecretStore -> new FolderDecision.Allowed(store, folder);
        case ClusterSecretStore -> new FolderDecision.Denied(Detail.STORE);
      };
    }
    if (naming.stream().anyMatch(scope -> reaches(scope, namespace, store, folder))) {
      return new FolderDecision.Allowed(store, folder);
    }
    return new FolderDecision.Denied(
        naming.stream().anyMatch(scope -> scope.bindsAnother(namespace))
            ? Detail.NAMESPACE_RECREATED
            : Detail.PATH);
  }

  private static boolean reaches(
      ScopeView scope, NamespaceIdentity namespace, StoreIdentity store, RemoteFolder folder) {
    return scope.binds(namespace)
        && (scope.opensWhole(store)
            || scope.grants().stream()
                .filter(grant -> grant.store().equals(store))
                .flatMap(grant -> grant.paths(Verb.READ).stream())
                .anyMatch(
                    pattern -> pattern.reachesBelow(folder, namespace.name(), scope.tenant())));
  }
}
