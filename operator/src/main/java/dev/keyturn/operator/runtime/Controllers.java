package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.PassOrigin;
import dev.keyturn.operator.controller.RequestFilter;
import dev.keyturn.operator.controller.UnlimitedRetry;
import dev.keyturn.operator.controller.clustersync.ClusterSyncReconciler;
import dev.keyturn.operator.controller.clustersync.StampEdits;
import dev.keyturn.operator.controller.scope.ScopeReconciler;
import dev.keyturn.operator.controller.store.ClusterSecretStoreReconciler;
import dev.keyturn.operator.controller.store.SecretStoreReconciler;
import dev.keyturn.operator.controller.sync.SyncReconciler;
import dev.keyturn.operator.observe.OperatorMetrics;
import dev.keyturn.operator.observe.ReconcileMetrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator framework, with everything switched off that Keyturn does itself: retry timing,
 * leader election, status writes, shutdown.
 */
final class Controllers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);
  private static final Duration CACHE_SYNC = Duration.ofMinutes(2);
  private static final long LIST_PAGE = 500;

  private final Config config;
  private final Operator operator;
  private final List<RegisteredController<?>> registered = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();
  private volatile boolean started;
  private volatile boolean closing;
  private volatile boolean informerStopped;

  Controllers(
      Config config,
      KubernetesClient client,
      ExecutorService workers,
      OperatorMetrics metrics,
      SecretStoreReconciler stores,
      ClusterSecretStoreReconciler clusterStores,
      SyncReconciler syncs,
      ScopeReconciler scopes,
      ClusterSyncReconciler clusterSyncs) {
    this.config = config;
    List<String> kinds =
        List.of(
            "secretstore",
            "clustersecretstore",
            "secretsync",
            "clustersecretsync",
            "tenantsecretscope");
    // Made once, out here: the framework calls the lambda twice (java-operator-sdk#3353).
    ReconcileMetrics reconciles = metrics.reconciles(kinds);
    this.operator =
        new Operator(settings ->
            settings
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withResourceCloner(new UnclonedResources())
                .withExecutorService(workers)
                .withMetrics(reconciles)
                .withStopOnInformerErrorDuringStartup(false)
                .withCacheSyncTimeout(CACHE_SYNC)
                .withReconciliationTerminationTimeout(config.drain())
                .checkingCRDAndValidateLocalModel(false)
                .withInformerStoppedHandler((informer, cause) -> {
                  if (!closing) {
                    informerStopped = true;
                    LOG.atError().log("an informer stopped");
                  }
                }));
    register(stores, new RequestFilter<>(Set.of()), Controllers::probe, true);
    register(
        syncs,
        new RequestFilter<SecretSync>(Set.of(Api.ANNOTATION_SYNC_REQUESTED)).or(new StampEdits()),
        Wakes::origin,
        true);
    if (config.rbacMode() != RbacMode.namespaced) {
      register(clusterStores, new RequestFilter<>(Set.of()), Controllers::probe, false);
      register(
          scopes, new RequestFilter<>(Set.of(Api.ANNOTATION_REBIND)), Controllers::other, false);
      register(clusterSyncs, new RequestFilter<>(Set.of()), Controllers::other, false);
    }
  }

  void start() {
    operator.start();
    started = true;
  }

  /** Empty when every informer runs and has listed once. */
  String whatIsWrong() {
    if (!started) {
      return "not started yet";
    }
    return registered.stream()
        .filter(controller -> !hasSynced(controller))
        .map(controller -> controller.getConfiguration().getName() + " has not synced")
        .findFirst()
        .orElse("");
  }

  /** Empty while no informer has ended for good, as one does that cannot deserialize an object. */
  String whatHasEnded() {
    return informerStopped ? "an informer stopped" : "";
  }

  private static boolean hasSynced(RegisteredController<?> controller) {
    for (InformerWrappingEventSourceHealthIndicator<?> source :
        controller.getControllerHealthInfo().informerEventSourceHealthIndicators().values()) {
      for (InformerHealthIndicator informer : source.informerHealthIndicators().values()) {
        // Not isWatching: that is false for a moment at every ordinary reconnect.
        if (!informer.isRunning() || !informer.hasSynced()) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    closing = true;
    operator.stop();
  }

  private static PassOrigin probe(HasMetadata store) {
    return PassOrigin.ofProbe(store.getMetadata().getNamespace(), store.getMetadata().getName());
  }

  /** No backend is asked in its pass. */
  private static PassOrigin other(HasMetadata object) {
    return new PassOrigin(false, object.getKind(), "");
  }

  private <P extends HasMetadata> void register(
      Reconciler<P> reconciler,
      OnUpdateFilter<P> filter,
      Function<P, PassOrigin> origin,
      boolean namespaced) {
    registered.add(
        operator.register(
            reconciler,
            settings -> {
              settings
                  .withGenerationAware(false)
                  .withTriggerReconcilerOnAllEvents(true)
                  .withOnUpdateFilter(filter)
                  .withGenericFilter(object -> {
                    // Nobody is kept out: it is asked first of all, on the thread of the event.
                    origin.apply(object).note();
                    return true;
                  })
                  .withRetry(new UnlimitedRetry(random))
                  .withReconciliationMaxInterval(null)
                  .withInformerListLimit(LIST_PAGE);
              watch(settings, namespaced);
            }));
  }

  private void watch(ControllerConfigurationOverrider<?> settings, boolean namespaced) {
    if (namespaced && config.rbacMode() == RbacMode.namespaced) {
      settings.settingNamespaces(config.namespaces());
    } else {
      settings.watchingAllNamespaces();
    }
  }
}
