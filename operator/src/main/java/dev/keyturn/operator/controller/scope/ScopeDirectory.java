package dev.keyturn.operator.controller.scope;

import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeSpec;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus.BoundNamespace;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.controller.store.OwnStoreScopes;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.engine.tenancy.OwnStoreDecision;
import dev.keyturn.operator.engine.tenancy.OwnStoreGate;
import dev.keyturn.operator.engine.tenancy.ScopeView;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.status.StatusWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The scopes as the tenancy engine wants to see them. */
public final class ScopeDirectory implements OwnStoreScopes {
  private final ResourceCache<TenantSecretScope> scopes;
  private final StatusWriter statuses;
  private final NamespaceIndex namespaces;
  private final Map<String, Made> views = new ConcurrentHashMap<>();

  public ScopeDirectory(
      ResourceCache<TenantSecretScope> scopes, StatusWriter statuses, NamespaceIndex namespaces) {
    this.scopes = scopes;
    this.statuses = statuses;
    this.namespaces = namespaces;
  }

  @Override
  public OwnStoreDecision decide(StoreKey store) {
    return OwnStoreGate.decide(
        store.namespace(), namespaces.find(store.namespace()), store.identity(), views());
  }

  /**
   * All scopes; a binding that was just written counts at once. Every pass asks, so a view is made
   * anew only when its scope or its bindings changed.
   */
  public List<ScopeView> views() {
    return scopes.all().map(this::view).toList();
  }

  private ScopeView view(TenantSecretScope scope) {
    @Nullable List<BoundNamespace> bound =
        statuses.read(scope).map(TenantSecretScopeStatus::namespaces).orElse(null);
    Made made = views.get(scope.getMetadata().getName());
    if (made == null || !made.isOf(scope.getSpec(), bound)) {
      ScopeView view = ScopeView.of(scope.getMetadata().getName(), scope.getSpec(), bound);
      made = new Made(scope.getSpec(), bound, view);
      views.put(scope.getMetadata().getName(), made);
    }
    return made.view;
  }

  /** A view with what it was made of. */
  private record Made(
      TenantSecretScopeSpec spec, @Nullable List<BoundNamespace> bound, ScopeView view) {
    boolean isOf(TenantSecretScopeSpec otherSpec, @Nullable List<BoundNamespace> otherBound) {
      return spec.equals(otherSpec) && Objects.equals(bound, otherBound);
    }
  }
}
