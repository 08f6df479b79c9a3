package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.controller.WakeSource;
import dev.keyturn.operator.kube.status.StatusResult;
import dev.keyturn.operator.source.guard.StoreGuard;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Probes a store and says in its status how it is; wakes its syncs when it can serve again. Both
 * kinds of store have one of their own.
 */
public final class StoreReconciler<S extends CustomResource<SecretStoreSpec, SecretStoreStatus>> {

  private final ResourceCache<S> cache;
  private final StoreParts parts;
  private final RememberedProbes probes;
  private final WakeSource<S> wakes;
  private final StoreStatusFactory factory = new StoreStatusFactory();

  public StoreReconciler(ResourceCache<S> cache, StoreParts parts, WakeSource<S> wakes) {
    this.cache = cache;
    this.parts = parts;
    this.probes = new RememberedProbes(parts.connections());
    this.wakes = wakes;
  }

  List<EventSource<?, S>> prepareEventSources(EventSourceContext<S> context) {
    cache.connect(context.getPrimaryCache());
    return List.of(wakes);
  }

  void reconcile(S store, Context<S> context) {
    StoreKey key = StoreKey.of(store);
    if (context.isPrimaryResourceDeleted()) {
      forget(key, store);
      wakes.wakeIfMadeAgain(cache, store.getMetadata().getNamespace(), key.name());
    } else if (parts.fence().mayAct(key.namespace())) {
      judge(key, store);
    }
  }

  private void judge(StoreKey key, S store) {
    SecretStoreStatus before = parts.statuses().read(store).orElse(StoreStatusFactory.NOTHING);
    boolean served = StoreDirectory.canServe(store, parts.statuses().read(store));
    StoreGuard guard = parts.connections().guard(store);
    RememberedProbes.Look look = probes.look(store, served && !guard.isShut());
    StoreHealth health = look.health();
    long generation = store.getMetadata().getGeneration();
    Instant now = parts.clock().instant();
    Optional<Duration> stands =
        parts.times().steadiness().standsFor(before, generation, health, now);
    SecretStoreStatus status =
        stands.isPresent()
            ? StoreStatusFactory.counted(before, parts.dependents().count(key))
            : factory.make(
                before,
                generation,
                parts.providers().nameOf(store.getSpec().provider()),
                parts.dependents().count(key),
                health,
                now);
    // Before the status: whoever sees that finds the next probe set.
    Duration usual = parts.times().next(store, status, guard.isShut(), parts.clock().instant());
    parts.timer().at(key, probes.next(store, look, usual));
    stands.ifPresent(left -> parts.timer().noLaterThan(key, left));
    switch (parts.statuses().write(store, status)) {
      case StatusResult.Written written -> {
        parts.events().transition(store, before, status);
        if (!served && StoreDirectory.canServe(store, Optional.of(status))) {
          tell(key, guard, before, status);
        } else if (StoreDirectory.isDenied(Optional.of(status))) {
          // They wait for the store, and would not see that only a scope can help.
          parts.dependents().changed(key);
        }
      }
      case StatusResult.Unchanged unchanged -> {}
      case StatusResult.Gone gone -> {}
      case StatusResult.NotLeader notLeader -> {}
      case StatusResult.Refused refused -> parts.timer().noLaterThan(key, refused.retryIn());
      case StatusResult.Unavailable unavailable ->
          parts.timer().noLaterThan(key, unavailable.retryIn());
    }
    // After the status: whoever is called now finds a store that can serve.
    if (probes.isGoodNews(store, look)
        && StoreDirectory.canServe(store, parts.statuses().read(store))) {
      guard.well(health instanceof StoreHealth.Valid);
      probes.told(store);
    }
  }

  private void tell(
      StoreKey key, StoreGuard guard, SecretStoreStatus before, SecretStoreStatus now) {
    boolean isAnother =
        before.observedGeneration() != null
            && !before.observedGeneration().equals(now.observedGeneration());
    if (isAnother) {
      parts.dependents().changed(key);
    } else {
      guard.queue(parts.dependents().recovered(key));
    }
  }

  private void forget(StoreKey key, S store) {
    parts.timer().cancel(key);
    probes.forget(store.getMetadata().getUid());
    parts.connections().forget(key, store.getMetadata().getUid());
    parts.statuses().forget(store.getMetadata().getUid());
    parts.dependents().changed(key);
  }
}
