package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.operator.controller.PassOrigin;
import dev.keyturn.operator.controller.WakeSource;
import dev.keyturn.operator.controller.scope.ScopeReconciler;
import dev.keyturn.operator.controller.store.StoreDependents;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.controller.sync.SyncMemories;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.source.guard.Errand;
import dev.keyturn.operator.source.guard.Waiter;
import java.util.List;
import java.util.function.LongSupplier;

/** Who wakes whom: each change wakes exactly the objects that use what changed. */
final class Wakes implements StoreDependents {
  private final Caches caches;
  private final SyncMemories memories;
  private final WakeSource<SecretStore> stores;
  private final WakeSource<ClusterSecretStore> clusterStores;
  private final WakeSource<TenantSecretScope> scopes;
  private final LaneExecutor<SyncId> workers;
  private final LongSupplier nanoTime;

  Wakes(
      Caches caches,
      SyncMemories memories,
      WakeSources sources,
      LaneExecutor<SyncId> workers,
      LongSupplier nanoTime) {
    this.caches = caches;
    this.memories = memories;
    this.stores = sources.stores();
    this.clusterStores = sources.clusterStores();
    this.scopes = sources.scopes();
    this.workers = workers;
    this.nanoTime = nanoTime;
  }

  /** The timer of a sync fired. */
  void syncDue(SyncId id) {
    inLane(id, memories.timerFired(id));
  }

  /** A workload may be due for a restart; nothing is read for that. */
  void restartDue(SyncId id) {
    wake(id);
  }

  /** Makes them due; a read that any of them has made since its own last one counts. */
  private void due(List<SecretSync> dependents) {
    long now = nanoTime.getAsLong();
    for (SecretSync sync : dependents) {
      memories.markDue(id(sync), now);
      inLane(id(sync), Lane.CATCHUP);
    }
  }

  /**
   * The values themselves changed: only a read from now on counts. One moment for all of them, so
   * that the first one's read is news for the others as well.
   */
  private void changed(List<SecretSync> dependents) {
    long now = nanoTime.getAsLong();
    for (SecretSync sync : dependents) {
      memories.markChanged(id(sync), now);
      inLane(id(sync), Lane.CATCHUP);
    }
  }

  /** A read showed that what these syncs use has changed; they are named as namespace/name. */
  void syncNamed(String text) {
    SyncId id = named(text);
    memories.markDue(id, nanoTime.getAsLong());
    inLane(id, Lane.CATCHUP);
  }

  /** The backend says that what this sync reads may have changed. */
  void syncHinted(String text) {
    SyncId id = named(text);
    memories.markHinted(id, nanoTime.getAsLong());
    inLane(id, Lane.CATCHUP);
  }

  /** A Secret that a sync pushes from changed, or one that it waited for came. */
  void ownSecretChanged(SyncId id) {
    memories.markEdited(id, nanoTime.getAsLong());
    wake(id);
  }

  /**
   * The turn of a sync in the line of its store has come. It is due since it stood in the line;
   * another mark could reach it after its read, and it would read again.
   */
  void syncCalled(Waiter waiter) {
    String reader = waiter.reader();
    SyncId sync = named(Errand.sync(reader));
    if (Errand.in(reader) == Errand.DEADLINE) {
      inLane(sync, Lane.DEADLINE);
      return;
    }
    inLane(
        sync,
        switch (waiter.lane()) {
          case FIRST -> Lane.FIRST;
          // Its place at the store is kept for a moment only.
          case DEADLINE, CATCHUP, REFRESH -> Lane.CATCHUP;
        });
  }

  private static SyncId named(String text) {
    int slash = text.indexOf('/');
    return new SyncId(text.substring(0, slash), text.substring(slash + 1));
  }

  /** What scopes let a namespace do changed. */
  void scopesOf(String namespace) {
    caches
        .stores()
        .all()
        .filter(store -> namespace.equals(store.getMetadata().getNamespace()))
        .forEach(store -> store(StoreKey.of(store)));
    syncsIn(namespace);
  }

  void syncsIn(String namespace) {
    due(caches.syncs().byIndex(ScopeReconciler.SYNCS_BY_NAMESPACE, namespace));
  }

  /** The file of a store changed. */
  void syncsOf(StoreKey store) {
    changed(of(store));
  }

  /**
   * An object that the sync's templates stand in changed: it renders anew, whatever it waits for.
   */
  void templateChanged(SyncId id) {
    memories.markTemplate(id);
    wake(id);
  }

  /** A target changed: its sync looks whether that was itself; it is not due for that. */
  void targetChanged(String namespace, String name) {
    caches
        .syncs()
        .byIndex(Caches.SYNCS_BY_TARGET, Caches.target(namespace, name))
        .forEach(sync -> wake(id(sync)));
  }

  void store(StoreKey key) {
    if (key.kind() == StoreKind.SecretStore) {
      stores.wake(key.namespace(), key.name());
    } else {
      clusterStores.wake(null, key.name());
    }
  }

  void scope(String name) {
    scopes.wake(null, name);
  }

  @Override
  public int count(StoreKey store) {
    return of(store).size();
  }

  @Override
  public void changed(StoreKey store) {
    due(of(store));
  }

  @Override
  public List<Waiter> recovered(StoreKey store) {
    return of(store).stream()
        .map(Wakes::id)
        .filter(memories::markRecovered)
        .map(id -> new Waiter(id.toString(), 1, memories.servedAt(id)))
        .toList();
  }

  void all() {
    caches.stores().all().forEach(store -> store(StoreKey.of(store)));
    caches.clusterStores().all().forEach(store -> store(StoreKey.of(store)));
    caches.scopes().all().forEach(scope -> scope(scope.getMetadata().getName()));
    caches.syncs().all().forEach(sync -> wake(id(sync)));
  }

  private List<SecretSync> of(StoreKey store) {
    return caches.syncs().byIndex(Caches.SYNCS_BY_STORE, store.text());
  }

  /** What many objects are woken for at once lets those go first that somebody waits for. */
  private void inLane(SyncId id, Lane lane) {
    String store = caches.syncs().get(id.namespace(), id.name()).map(Wakes::store).orElse("");
    workers.wake(id, lane, store, id.namespace());
  }

  /** Whom a pass over the sync serves. */
  static PassOrigin origin(SecretSync sync) {
    return new PassOrigin(false, store(sync), sync.getMetadata().getNamespace());
  }

  private static String store(SecretSync sync) {
    return sync.getSpec() == null
        ? ""
        : StoreKey.of(sync.getMetadata().getNamespace(), sync.getSpec().secretStoreRef())
            .map(StoreKey::text)
            .orElse("");
  }

  private void wake(SyncId id) {
    inLane(id, Lane.FIRST);
  }

  private static SyncId id(SecretSync sync) {
    return new SyncId(sync.getMetadata().getNamespace(), sync.getMetadata().getName());
  }
}
