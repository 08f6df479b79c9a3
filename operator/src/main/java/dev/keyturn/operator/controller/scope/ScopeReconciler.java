package dev.keyturn.operator.controller.scope;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.controller.WakeSource;
import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.status.StatusResult;
import dev.keyturn.operator.kube.status.StatusWriter;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a scope's bindings and status; tells the stores and syncs of its namespaces when it
 * changed.
 */
@ControllerConfiguration(name = "tenantsecretscope")
public final class ScopeReconciler implements Reconciler<TenantSecretScope> {
  /** Index of the sync cache: namespace to its syncs. */
  public static final String SYNCS_BY_NAMESPACE = "sync-namespace";

  private final ResourceCache<TenantSecretScope> cache;
  private final ResourceCache<SecretSync> syncs;
  private final NamespaceIndex namespaces;
  private final StatusWriter statuses;
  private final Fence fence;
  private final WakeSource<TenantSecretScope> wakes;
  private final WakeUp<String> timer;
  private final Consumer<String> wakeNamespace;
  private final ScopeStatusFactory factory = new ScopeStatusFactory();
  private final InstantSource clock;

  public ScopeReconciler(
      ResourceCache<TenantSecretScope> cache,
      ResourceCache<SecretSync> syncs,
      NamespaceIndex namespaces,
      StatusWriter statuses,
      Fence fence,
      WakeSource<TenantSecretScope> wakes,
      WakeUp<String> timer,
      Consumer<String> wakeNamespace,
      InstantSource clock) {
    this.cache = cache;
    this.syncs = syncs;
    this.namespaces = namespaces;
    this.statuses = statuses;
    this.fence = fence;
    this.wakes = wakes;
    this.timer = timer;
    this.wakeNamespace = wakeNamespace;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, TenantSecretScope>> prepareEventSources(
      EventSourceContext<TenantSecretScope> context) {
    cache.connect(context.getPrimaryCache());
    return List.of(wakes);
  }

  @Override
  public UpdateControl<TenantSecretScope> reconcile(
      TenantSecretScope scope, Context<TenantSecretScope> context) {
    if (context.isPrimaryResourceDeleted()) {
      forget(scope);
    } else if (fence.mayAct("")) {
      judge(scope);
    }
    return UpdateControl.noUpdate();
  }

  private void forget(TenantSecretScope scope) {
    if (fence.mayAct("")) {
      statuses.forget(scope.getMetadata().getUid());
      wake(scope, ScopeStatusFactory.NOTHING);
    }
    wakes.wakeIfMadeAgain(cache, null, scope.getMetadata().getName());
  }

  private void judge(TenantSecretScope scope) {
    TenantSecretScopeStatus before = statuses.read(scope).orElse(ScopeStatusFactory.NOTHING);
    TenantSecretScopeStatus status =
        factory.make(
            scope,
            before,
            present(scope),
            rebinds(scope),
            others(scope),
            count(scope),
            clock.instant());
    switch (statuses.write(scope, status)) {
      case StatusResult.Written written -> {
        if (ScopeStatusFactory.opensOrCloses(before, status)) {
          wake(scope, before);
        }
      }
      case StatusResult.Unchanged unchanged -> {}
      case StatusResult.Gone gone -> {}
      case StatusResult.NotLeader notLeader -> {}
      case StatusResult.Refused refused ->
          timer.at(scope.getMetadata().getName(), refused.retryIn());
      case StatusResult.Unavailable unavailable ->
          timer.at(scope.getMetadata().getName(), unavailable.retryIn());
    }
  }

  /** Wakes every scope that names the namespace; called when it came, went or was re-created. */
  public void namespaceChanged(String namespace) {
    cache
        .all()
        .filter(scope -> scope.getSpec().namespaces().names().contains(namespace))
        .forEach(scope -> wakes.wake(null, scope.getMetadata().getName()));
  }

  private Map<String, NamespaceIdentity> present(TenantSecretScope scope) {
    return scope.getSpec().namespaces().names().stream()
        .distinct()
        .map(namespaces::find)
        .flatMap(Optional::stream)
        .collect(Collectors.toMap(NamespaceIdentity::name, Function.identity()));
  }

  private static Optional<String> rebinds(TenantSecretScope scope) {
    @Nullable Map<String, String> annotations = scope.getMetadata().getAnnotations();
    return annotations == null
        ? Optional.empty()
        : Optional.ofNullable(annotations.get(Api.ANNOTATION_REBIND));
  }

  /** Names of other scopes that name one of the same namespaces. */
  private Set<String> others(TenantSecretScope scope) {
    Set<String> names = Set.copyOf(scope.getSpec().namespaces().names());
    return cache
        .all()
        .filter(other -> !other.getMetadata().getName().equals(scope.getMetadata().getName()))
        .filter(other -> other.getSpec().namespaces().names().stream().anyMatch(names::contains))
        .map(other -> other.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private int count(TenantSecretScope scope) {
    return scope.getSpec().namespaces().names().stream()
        .distinct()
        .mapToInt(name -> syncs.byIndex(SYNCS_BY_NAMESPACE, name).size())
        .sum();
  }

  /** Also those that it named before: what it opened to them has ended. */
  private void wake(TenantSecretScope scope, TenantSecretScopeStatus before) {
    Set<String> names = new TreeSet<>(scope.getSpec().namespaces().names());
    if (before.namespaces() != null) {
      before.namespaces().forEach(namespace -> names.add(namespace.name()));
    }
    names.forEach(wakeNamespace);
  }
}
