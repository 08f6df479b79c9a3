package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.operator.controller.WakeSource;
import dev.keyturn.operator.controller.scope.ScopeDirectory;
import dev.keyturn.operator.controller.scope.ScopeReconciler;
import dev.keyturn.operator.controller.store.ClusterSecretStoreReconciler;
import dev.keyturn.operator.controller.store.FileReader;
import dev.keyturn.operator.controller.store.ProbeTimes;
import dev.keyturn.operator.controller.store.ProviderConfigs;
import dev.keyturn.operator.controller.store.SecretStoreReconciler;
import dev.keyturn.operator.controller.store.StoreConnections;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.controller.store.StoreEvents;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.controller.store.StoreParts;
import dev.keyturn.operator.controller.store.StoreReconciler;
import dev.keyturn.operator.controller.store.VaultReader;
import dev.keyturn.operator.controller.sync.OutgoingParts;
import dev.keyturn.operator.controller.sync.SyncMemories;
import dev.keyturn.operator.controller.sync.SyncParts;
import dev.keyturn.operator.controller.sync.SyncReconciler;
import dev.keyturn.operator.engine.generate.Candidates;
import dev.keyturn.operator.engine.mac.MacKeys;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.credential.AuthSecretReader;
import dev.keyturn.operator.kube.credential.ReferencedObjects;
import dev.keyturn.operator.kube.credential.ServiceAccountTokens;
import dev.keyturn.operator.kube.credential.SourceSecretReader;
import dev.keyturn.operator.kube.event.EventRecorder;
import dev.keyturn.operator.kube.finalizer.FinalizerWriter;
import dev.keyturn.operator.kube.status.StatusWriter;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.kube.target.SecretRemover;
import dev.keyturn.operator.kube.target.SecretWriter;
import dev.keyturn.operator.observe.OperatorMetrics;
import dev.keyturn.operator.provider.file.FileProviderFactory;
import dev.keyturn.operator.provider.vault.VaultProviderFactory;
import dev.keyturn.operator.runtime.leadership.Leadership;
import dev.keyturn.operator.source.ConnectionPool;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Everything that runs, put together with plain constructors, in the order it is needed. */
final class Wiring implements AutoCloseable {
  private static final Duration SILENT_THREAD = Duration.ofSeconds(60);
  private static final Duration UNANSWERED = Duration.ofSeconds(20);

  private final Config config;
  private final Caches caches = new Caches();
  private final WakeSource<SecretStore> storeWakes = new WakeSource<>();
  private final WakeSource<ClusterSecretStore> clusterStoreWakes = new WakeSource<>();
  private final WakeSource<SecretSync> syncWakes = new WakeSource<>();
  private final WakeSource<TenantSecretScope> scopeWakes = new WakeSource<>();
  private final Wakes wakes;
  private final Scheduler<SyncId> syncTimer;
  private final Scheduler<StoreKey> storeTimer;
  private final Scheduler<String> scopeTimer;
  private final NamespaceIndex namespaces;
  private final SecretIndex secrets;
  private final IndexWatchdog watchdog;
  private final ReferencedObjects<StoreKey> references;
  private final ReferencedObjects<SyncId> pushSources;
  private final AuthSecretReader credentials;
  private final EventRecorder recorder;
  private final ConnectionPool pool;
  private final ScopeReconciler scopes;
  private final Controllers controllers;
  private final Reports reports;

  Wiring(
      Config config,
      KubernetesClients clients,
      MacKeys keys,
      Fence fence,
      OperatorMetrics metrics,
      ExecutorService workers,
      Surroundings surroundings) {
    this.config = config;
    InstantSource clock = surroundings.clock();
    LongSupplier nanoTime = surroundings.nanoTime();
    SecureRandom random = new SecureRandom();
    Macs macs = keys.macs();
    SyncMemories memories = new SyncMemories();
    this.wakes =
        new Wakes(caches, memories, storeWakes, clusterStoreWakes, syncWakes, scopeWakes, nanoTime);
    this.syncTimer = new Scheduler<>("sync-timer", nanoTime, wakes::syncDue);
    this.storeTimer = new Scheduler<>("store-timer", nanoTime, wakes::store);
    this.scopeTimer = new Scheduler<>("scope-timer", nanoTime, wakes::scope);
    this.namespaces = new NamespaceIndex(clients.reading(), namespacesToRead(config), clock);
    this.secrets = new SecretIndex(clients.reading(), macs, clock);
    this.watchdog = new IndexWatchdog(secrets, nanoTime);
    this.references = new ReferencedObjects<>(clients.reading(), clients.writes(), clock);
    this.pushSources = new ReferencedObjects<>(clients.reading(), clients.writes(), clock);
    this.credentials = new AuthSecretReader(clients.writes(), references);
    this.recorder = new EventRecorder(clients.writes(), fence, config.podName(), clock);
    this.pool =
        new ConnectionPool(new SourceWakes(caches, wakes, storeTimer), metrics, clock, nanoTime);

    StatusWriter statuses = new StatusWriter(clients.writes(), fence);
    EndpointPolicy endpoints = EndpointPolicy.of(config.endpoints(), Set.of());
    ProviderConfigs providers =
        new ProviderConfigs(
            new VaultReader(new VaultProviderFactory(clock), endpoints),
            new FileReader(
                new FileProviderFactory(clock),
                config.allowFileProvider() ? config.fileRoot() : Optional.empty(),
                wakes::syncsOf),
            surroundings.inMemory());
    providers.providers().forEach(metrics::providerConfigured);
    StoreDirectory stores =
        new StoreDirectory(caches.stores(), caches.clusterStores(), statuses, providers);
    StoreConnections connections =
        new StoreConnections(
            providers,
            credentials,
            references,
            new ServiceAccountTokens(clients.writes()),
            endpoints,
            pool);
    ScopeDirectory scopeDirectory = new ScopeDirectory(caches.scopes(), statuses);
    SyncParts parts =
        new SyncParts(
            stores,
            connections,
            scopeDirectory,
            namespaces,
            secrets,
            new SecretWriter(clients.writes(), macs, fence, secrets::record),
            new SecretRemover(clients.writes(), fence),
            statuses,
            recorder,
            pool,
            memories,
            new SyncCounters(metrics),
            syncTimer,
            storeTimer,
            macs,
            random,
            new OutgoingParts(
                fence,
                new FinalizerWriter(clients.writes(), fence),
                pushSources,
                new SourceSecretReader(clients.writes()),
                new Candidates(random),
                () -> namespaces.find(config.operatorNamespace()).map(NamespaceIdentity::uid)),
            clock,
            nanoTime);
    StoreParts storeParts =
        new StoreParts(
            connections,
            new ProbeTimes(config.storeProbe(), random),
            providers,
            statuses,
            new StoreEvents(recorder),
            wakes,
            fence,
            storeTimer,
            clock);
    this.scopes =
        new ScopeReconciler(
            caches.scopes(),
            caches.syncs(),
            namespaces,
            statuses,
            fence,
            scopeWakes,
            scopeTimer,
            wakes::sync,
            clock);
    this.controllers =
        new Controllers(
            config,
            clients.reading(),
            workers,
            metrics,
            new SecretStoreReconciler(
                new StoreReconciler<>(caches.stores(), storeParts, storeWakes)),
            new ClusterSecretStoreReconciler(
                new StoreReconciler<>(caches.clusterStores(), storeParts, clusterStoreWakes)),
            new SyncReconciler(caches.syncs(), parts.cycle(), secrets, fence, syncWakes),
            scopes);
    this.reports = new Reports(caches, statuses, memories, clock);
    metrics.gauge(
        "keyturn.events.dropped", "Events that were lost.", recorder, EventRecorder::dropped);
  }

  /**
   * Starts the indexes first, then the controllers that look into them. The indexes tell nobody
   * before the controllers know their objects: {@link #wakeAll} follows.
   */
  void start() {
    namespaces.start();
    if (config.rbacMode() == RbacMode.cluster) {
      secrets.watch(SecretIndex.CLUSTER);
    } else {
      config.namespaces().forEach(secrets::watch);
    }
    references.start();
    pushSources.start();
    recorder.start();
    controllers.start();
    secrets.addListener(wakes::targetChanged);
    references.addListener((reference, stores) -> stores.forEach(wakes::store));
    pushSources.addListener((reference, syncs) -> syncs.forEach(wakes::look));
    namespaces.addListener(scopes::namespaceChanged);
    namespaces.addListener(wakes::syncsIn);
  }

  /** Queues every object once: what happened while this replica did not act was not acted on. */
  void wakeAll() {
    wakes.all();
  }

  boolean mayAct(Leadership leadership) {
    return !config.leaderElection() || leadership.holds();
  }

  Reports reports() {
    return reports;
  }

  Map<String, HealthServer.Check> liveness(Leadership leadership) {
    Map<String, HealthServer.Check> checks = new TreeMap<>();
    checks.put("timers", () -> late(syncTimer.sinceLastTick()));
    checks.put("store-timers", () -> late(storeTimer.sinceLastTick()));
    if (config.leaderElection()) {
      checks.put("lease-loop", () -> late(leadership.sinceLastStep()));
    }
    return checks;
  }

  Map<String, HealthServer.Check> readiness(Leadership leadership, BooleanSupplier stopping) {
    Map<String, HealthServer.Check> checks = new TreeMap<>();
    checks.put("running", () -> stopping.getAsBoolean() ? "is shutting down" : "");
    if (config.leaderElection()) {
      checks.put("api-server", () -> unanswered(leadership.sinceLastAnswer()));
    }
    checks.put("controllers", controllers::whatIsWrong);
    checks.put("namespaces", () -> namespaces.hasSynced() ? "" : "not listed yet");
    checks.put(
        "secrets",
        () -> secrets.watched().stream().allMatch(secrets::hasSynced) ? "" : "not listed yet");
    return checks;
  }

  @Override
  public void close() {
    watchdog.close();
    syncTimer.close();
    storeTimer.close();
    scopeTimer.close();
    controllers.close();
    pool.close();
    recorder.close();
    credentials.close();
    references.close();
    pushSources.close();
    secrets.close();
    namespaces.close();
  }

  private static String unanswered(Duration sinceLastAnswer) {
    return sinceLastAnswer.compareTo(UNANSWERED) < 0
        ? ""
        : "has not answered for " + sinceLastAnswer.toSeconds() + "s";
  }

  private static String late(Duration sinceLastTick) {
    return sinceLastTick.compareTo(SILENT_THREAD) < 0
        ? ""
        : "silent for " + sinceLastTick.toSeconds() + "s";
  }

  /** In mode namespaced the operator may not list namespaces, only read its own. */
  private static Set<String> namespacesToRead(Config config) {
    Set<String> names = new HashSet<>(config.namespaces());
    names.add(config.operatorNamespace());
    return config.rbacMode() == RbacMode.namespaced ? names : Set.of();
  }
}
