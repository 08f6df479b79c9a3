package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.scope.ScopeDirectory;
import dev.keyturn.operator.controller.scope.ScopeReconciler;
import dev.keyturn.operator.controller.sync.BrokenPasses;
import dev.keyturn.operator.controller.sync.FirstVisits;
import dev.keyturn.operator.controller.sync.OutgoingParts;
import dev.keyturn.operator.controller.sync.SyncMemories;
import dev.keyturn.operator.controller.sync.SyncParts;
import dev.keyturn.operator.controller.sync.SyncReconciler;
import dev.keyturn.operator.controller.sync.TargetWrites;
import dev.keyturn.operator.engine.generate.Candidates;
import dev.keyturn.operator.engine.mac.MacKeys;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.schedule.Backoff;
import dev.keyturn.operator.engine.schedule.LateStart;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.credential.SourceSecretReader;
import dev.keyturn.operator.kube.event.EventRecorder;
import dev.keyturn.operator.kube.finalizer.FinalizerWriter;
import dev.keyturn.operator.kube.status.StatusWriter;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.observe.OperatorMetrics;
import dev.keyturn.operator.runtime.leadership.Leadership;
import dev.keyturn.operator.source.ConnectionPool;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Everything that runs, put together with plain constructors, in the order it is needed. */
final class Wiring implements AutoCloseable {
  private final Config config;
  private final Caches caches = new Caches();
  private final LaneExecutor<SyncId> workers;
  private final PassExecutor passes;
  private final SyncMemories memories = new SyncMemories(caches::leastInterval);
  private final ServedUntil servedUntil;
  private final Wakes wakes;
  private final Timers timers;
  private final FirstVisits visits;
  private final Restarts restarts;
  private final NamespaceIndex namespaces;
  private final SecretIndex secrets;
  private final Watchdogs watchdogs;
  private final References references;
  private final EventRecorder recorder;
  private final ConnectionPool pool;
  private final ScopeReconciler scopes;
  private final ClusterSyncWiring clusterSyncs;
  private final Controllers controllers;
  private final Reports reports;

  Wiring(
      Config config,
      KubernetesClients clients,
      MacKeys keys,
      Fence fence,
      OperatorMetrics metrics,
      Surroundings surroundings) {
    this.config = config;
    InstantSource clock = surroundings.clock();
    LongSupplier nanoTime = surroundings.nanoTime();
    SecureRandom random = new SecureRandom();
    Macs macs = keys.macs();
    ClockWatch clockWatch = new ClockWatch(clock, nanoTime);
    WakeSources sources = new WakeSources();
    this.workers =
        new LaneExecutor<>(
            config.workers(), nanoTime, id -> sources.syncs().wake(id.namespace(), id.name()));
    this.passes = new PassExecutor(workers, nanoTime);
    this.servedUntil = new ServedUntil(caches.syncs()::all, memories, clock);
    this.wakes = new Wakes(caches, memories, sources, workers, nanoTime);
    this.timers =
        Timers.start(surroundings, wakes, clockWatch, this::visitTakesLong, this::callNextInLine);
    this.restarts = new Restarts(config, clients, fence, wakes, surroundings);
    this.namespaces = new NamespaceIndex(clients.reading(), config.namespacesToRead(), clock);
    this.secrets = new SecretIndex(clients, macs, clock);
    this.watchdogs = Watchdogs.start(config, caches, secrets, clients, surroundings);
    this.references = new References(clients, clock, nanoTime);
    this.recorder = new EventRecorder(clients.writes(), fence, config.podName(), clock);
    this.pool =
        new ConnectionPool(
            new SourceWakes(caches, wakes, timers.stores()),
            metrics,
            clock,
            nanoTime,
            timers.lines()::at,
            () -> fence.mayAct(""));
    StatusWriter statuses = new StatusWriter(clients.writes(), fence, new Backoff(random));
    this.visits = new FirstVisits(statuses, timers.visits(), clock);
    ScopeDirectory scopeDirectory = new ScopeDirectory(caches.scopes(), statuses, namespaces);
    StoreWiring stores =
        new StoreWiring(
            config,
            surroundings,
            clients,
            fence,
            metrics,
            caches,
            references,
            wakes,
            sources,
            timers,
            scopeDirectory,
            statuses,
            recorder,
            pool);
    SyncParts parts =
        new SyncParts(
            stores.directory(),
            stores.connections(),
            scopeDirectory,
            namespaces,
            secrets,
            TargetWrites.of(clients.writes(), macs, fence, secrets),
            statuses,
            recorder,
            pool,
            memories,
            new SyncCounters(metrics),
            references.templates(),
            timers.syncs(),
            timers.stores(),
            macs,
            random,
            new OutgoingParts(
                fence,
                new FinalizerWriter(clients.writes(), fence),
                references.ofPushes(),
                new SourceSecretReader(clients.writes()),
                new Candidates(random),
                () -> namespaces.find(config.operatorNamespace()).map(NamespaceIdentity::uid)),
            clock,
            nanoTime,
            restarts.parts(),
            visits,
            references.targets());
    this.scopes =
        new ScopeReconciler(
            caches.scopes(),
            caches.syncs(),
            namespaces,
            statuses,
            fence,
            sources.scopes(),
            timers.scopes(),
            wakes::scopesOf,
            clock);
    this.clusterSyncs =
        new ClusterSyncWiring(
            caches, namespaces, statuses, recorder, clients.writes(), fence, surroundings);
    this.controllers =
        new Controllers(
            config,
            clients.reading(),
            passes,
            metrics,
            stores.reconciler(),
            stores.clusterReconciler(),
            new SyncReconciler(
                caches.syncs(),
                parts.cycle(),
                secrets,
                fence,
                sources.syncs(),
                clusterSyncs.listener(),
                new BrokenPasses(statuses, clock)),
            scopes,
            clusterSyncs.reconciler());
    this.reports = new Reports(caches, statuses, memories, secrets, pool.guards(), clock);
    metrics.gauge(
        "keyturn.events.dropped", "Events that were lost.", recorder, EventRecorder::dropped);
    new ScheduleMetrics(metrics)
        .register(
            clockWatch,
            workers,
            timers.syncs(),
            timers.stores(),
            timers.scopes(),
            clusterSyncs.timer());
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
    recorder.start();
    controllers.start();
    secrets.addListener(wakes::targetChanged);
    references.listen(wakes);
    namespaces.addListener(scopes::namespaceChanged);
    namespaces.addListener(wakes::syncsIn);
    clusterSyncs.listen();
  }

  /** Queues every object once: what happened while this replica did not act was not acted on. */
  void wakeAll() {
    wakes.all();
    clusterSyncs.wakeAll();
  }

  void beginTerm(LateStart.Before before) {
    memories.beginTerm(before);
    pool.beginListening();
    clusterSyncs.beginTerm();
  }

  void endTerm() {
    pool.stopListening();
    memories.beginTerm(LateStart.Before.UNKNOWN);
    clusterSyncs.beginTerm();
  }

  /** Up to when every due time was attempted, for the process that acts next. */
  Optional<Instant> servedUntil() {
    return servedUntil.current();
  }

  boolean isIdle() {
    return passes.isIdle();
  }

  boolean mayAct(Leadership leadership) {
    return !config.leaderElection() || leadership.holds();
  }

  Reports reports() {
    return reports;
  }

  Probes probes(Leadership leadership) {
    return new Probes(
        config,
        leadership,
        timers.syncs(),
        timers.stores(),
        controllers,
        namespaces,
        secrets,
        watchdogs);
  }

  /**
   * Begins no pass any more, and waits for the end of those that run: true where all have ended.
   */
  boolean drain(Duration most) {
    servedUntil.stop();
    watchdogs.close();
    timers.close();
    restarts.close();
    clusterSyncs.close();
    passes.drain();
    try {
      return passes.awaitTermination(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** To be called after {@link #drain}. */
  @Override
  public void close() {
    var _ = passes.shutdownNow();
    controllers.close();
    pool.close();
    recorder.close();
    references.close();
    secrets.close();
    namespaces.close();
  }

  /** The write takes its time, and the timer has none. */
  private void visitTakesLong(SyncId id) {
    Thread.ofVirtual().name("first-visit").start(() -> visits.overdue(id));
  }

  private void callNextInLine(String storeUid) {
    pool.guards().dispatch(storeUid);
  }
}
