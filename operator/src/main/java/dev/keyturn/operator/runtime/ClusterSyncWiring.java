package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.operator.controller.WakeSource;
import dev.keyturn.operator.controller.clustersync.ClusterSyncParts;
import dev.keyturn.operator.controller.clustersync.ClusterSyncPass;
import dev.keyturn.operator.controller.clustersync.ClusterSyncReconciler;
import dev.keyturn.operator.controller.clustersync.StampBoard;
import dev.keyturn.operator.controller.clustersync.StampSpecs;
import dev.keyturn.operator.controller.clustersync.StampWatch;
import dev.keyturn.operator.controller.clustersync.StampedSyncs;
import dev.keyturn.operator.controller.sync.SyncListener;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.event.EventRecorder;
import dev.keyturn.operator.kube.stamp.StampRemover;
import dev.keyturn.operator.kube.stamp.StampWriter;
import dev.keyturn.operator.kube.status.StatusWriter;
import java.security.SecureRandom;

/** What runs for ClusterSecretSyncs, put together with plain constructors. */
final class ClusterSyncWiring implements AutoCloseable {
  private final Caches caches;
  private final NamespaceIndex namespaces;
  private final WakeSource<ClusterSecretSync> wakes = new WakeSource<>();
  private final StampBoard board = new StampBoard(new SecureRandom());
  private final Scheduler<String> timer;
  private final StampWatch watch;
  private final ClusterSyncReconciler reconciler;

  ClusterSyncWiring(
      Caches caches,
      NamespaceIndex namespaces,
      StatusWriter statuses,
      EventRecorder recorder,
      ApiServer writes,
      Fence fence,
      Surroundings surroundings) {
    this.caches = caches;
    this.namespaces = namespaces;
    this.timer = surroundings.scheduler("cluster-sync-timer", this::wake);
    ClusterSyncParts parts =
        new ClusterSyncParts(
            new StampSpecs(),
            new StampedSyncs(caches.syncs(), surroundings.nanoTime()),
            namespaces,
            new StampWriter(writes, fence),
            new StampRemover(writes, fence),
            board,
            statuses,
            recorder,
            timer,
            surroundings.clock(),
            surroundings.nanoTime());
    this.watch = new StampWatch(caches.clusterSyncs(), parts, wakes);
    this.reconciler =
        new ClusterSyncReconciler(caches.clusterSyncs(), new ClusterSyncPass(parts), fence, wakes);
  }

  ClusterSyncReconciler reconciler() {
    return reconciler;
  }

  /** To be told of every SecretSync. */
  SyncListener listener() {
    return watch;
  }

  Scheduler<String> timer() {
    return timer;
  }

  void listen() {
    namespaces.addChangeListener(watch::namespaceChanged);
  }

  void wakeAll() {
    caches.clusterSyncs().all().forEach(sync -> wake(sync.getMetadata().getName()));
  }

  /** This process begins to act, or ceases to: what it remembers of failures is old. */
  void beginTerm() {
    board.clear();
  }

  @Override
  public void close() {
    timer.close();
  }

  private void wake(String name) {
    wakes.wake(null, name);
  }
}
