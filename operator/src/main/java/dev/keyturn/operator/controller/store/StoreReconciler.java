package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.controller.WakeSource;
import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.status.StatusResult;
import dev.keyturn.operator.kube.status.StatusWriter;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Probes a store and says in its status how it is; wakes its syncs when it can serve again. Both
 * kinds of store have one of their own.
 */
public final class StoreReconciler<S extends CustomResource<SecretStoreSpec, SecretStoreStatus>>
    implements Reconciler<S> {
  private static final Duration AFTER_FAILED_WRITE = Duration.ofSeconds(5);

  private final ResourceCache<S> cache;
  private final StoreConnections connections;
  private final StoreProbe probe;
  private final ProbeTimes times;
  private final ProviderConfigs providers;
  private final StatusWriter statuses;
  private final StoreEvents events;
  private final StoreDependents dependents;
  private final Fence fence;
  private final WakeSource<S> wakes;
  private final WakeUp<StoreKey> timer;
  private final InstantSource clock;
  private final StoreStatusFactory factory = new StoreStatusFactory();

  public StoreReconciler(
      ResourceCache<S> cache,
      StoreConnections connections,
      ProbeTimes times,
      ProviderConfigs providers,
      StatusWriter statuses,
      StoreEvents events,
      StoreDependents dependents,
      Fence fence,
      WakeSource<S> wakes,
      WakeUp<StoreKey> timer,
      InstantSource clock) {
    this.cache = cache;
    this.connections = connections;
    this.probe = new StoreProbe(connections);
    this.times = times;
    this.providers = providers;
    this.statuses = statuses;
    this.events = events;
    this.dependents = dependents;
    this.fence = fence;
    this.wakes = wakes;
    this.timer = timer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, S>> prepareEventSources(EventSourceContext<S> context) {
    cache.connect(context.getPrimaryCache());
    return List.of(wakes);
  }

  @Override
  public UpdateControl<S> reconcile(S store, Context<S> context) {
    StoreKey key = StoreKey.of(store);
    if (context.isPrimaryResourceDeleted()) {
      forget(key, store);
    } else if (fence.mayAct(key.namespace())) {
      judge(key, store);
    }
    return UpdateControl.noUpdate();
  }

  private void judge(StoreKey key, S store) {
    SecretStoreStatus before = statuses.read(store).orElse(StoreStatusFactory.NOTHING);
    boolean served = StoreDirectory.canServe(store, statuses.read(store));
    SecretStoreStatus status =
        factory.make(
            before,
            store.getMetadata().getGeneration(),
            providers.nameOf(store.getSpec().provider()),
            dependents.count(key),
            probe.probe(store),
            clock.instant());
    Duration next = times.next(store, status, clock.instant());
    switch (statuses.write(store, status)) {
      case StatusResult.Written written -> {
        events.transition(store, before, status);
        if (!served && StoreDirectory.canServe(store, Optional.of(status))) {
          dependents.wake(key);
        }
      }
      case StatusResult.Unchanged unchanged -> {}
      case StatusResult.Gone gone -> {}
      case StatusResult.NotLeader notLeader -> {}
      case StatusResult.Refused refused -> next = AFTER_FAILED_WRITE;
      case StatusResult.Unavailable unavailable -> next = AFTER_FAILED_WRITE;
    }
    timer.at(key, next);
  }

  private void forget(StoreKey key, S store) {
    timer.cancel(key);
    connections.forget(key, store.getMetadata().getUid());
    statuses.forget(store.getMetadata().getUid());
    dependents.wake(key);
  }
}
