package dev.keyturn.operator.controller.scope;

import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.engine.tenancy.ScopeView;
import dev.keyturn.operator.kube.status.StatusWriter;
import java.util.List;

/** The scopes as the tenancy engine wants to see them. */
public final class ScopeDirectory {
  private final ResourceCache<TenantSecretScope> scopes;
  private final StatusWriter statuses;

  public ScopeDirectory(ResourceCache<TenantSecretScope> scopes, StatusWriter statuses) {
    this.scopes = scopes;
    this.statuses = statuses;
  }

  /** All scopes; a binding that was just written counts at once. */
  public List<ScopeView> views() {
    return scopes.all().map(this::view).toList();
  }

  private ScopeView view(TenantSecretScope scope) {
    return ScopeView.of(
        scope.getMetadata().getName(),
        scope.getSpec(),
        statuses.read(scope).map(TenantSecretScopeStatus::namespaces).orElse(null));
  }
}
