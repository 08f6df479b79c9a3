package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.DeletionPolicy;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SourceGone;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.operator.kube.target.FieldManagers;
import dev.keyturn.operator.kube.target.RemovalResult;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.kube.target.SecretRemover;
import dev.keyturn.operator.kube.target.TargetView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out a deletion policy, once the source is gone beyond doubt and the guard lets it. */
final class SyncDeletion {
  private static final Duration ACKNOWLEDGEMENT_LIFE = Duration.ofHours(1);

  private final SecretIndex index;
  private final SecretRemover remover;
  private final LiveSpecs specs;
  private final StoreDirectory stores;
  private final DeletionGuard guard;
  private final SyncEvents events;
  private final InstantSource clock;

  SyncDeletion(
      SecretIndex index,
      SecretRemover remover,
      LiveSpecs specs,
      StoreDirectory stores,
      DeletionGuard guard,
      SyncEvents events,
      InstantSource clock) {
    this.index = index;
    this.remover = remover;
    this.specs = specs;
    this.stores = stores;
    this.guard = guard;
    this.events = events;
    this.clock = clock;
  }

  /** Counts one more confirmation, or starts the count anew; acts when there are enough. */
  void consider(
      SecretSync sync, Observed observed, SyncSettings settings, SyncMemory memory, Problem why) {
    Optional<TargetView> target = index.find(observed.id().namespace(), settings.targetName());
    if (!SourceGone.isSaidBy(why)) {
      memory.goneProofs().reset();
      if (SourceGone.isContainerGone(why) && target.isPresent()) {
        stores(sync).forEach(store -> guard.containerGone(store.text()));
        events.guardTripped(sync, settings.targetName());
      }
      return;
    }
    Instant now = clock.instant();
    int confirmations = memory.goneProofs().add(now);
    stores(sync).forEach(store -> guard.gone(store.text(), observed.id().toString(), now));
    if (!SourceGone.isConfirmed(confirmations, memory.goneProofs().since().orElse(now), now)) {
      return;
    }
    if (!stores(sync).stream().allMatch(store -> mayDelete(store, now))) {
      events.guardTripped(sync, settings.targetName());
      return;
    }
    if (target.isPresent() && specs.of(sync) == LiveSpecs.Standing.CURRENT) {
      remove(sync, settings, target.get());
    }
  }

  private boolean mayDelete(StoreKey store, Instant now) {
    if (!guard.isTripped(store.text(), now)) {
      return true;
    }
    boolean acknowledged = isAcknowledged(store, now);
    if (acknowledged) {
      guard.acknowledge(store.text());
    }
    return acknowledged;
  }

  /** The sync read its keys. */
  void present(SecretSync sync) {
    String id = sync.getMetadata().getNamespace() + "/" + sync.getMetadata().getName();
    stores(sync).forEach(store -> guard.present(store.text(), id));
  }

  private void remove(SecretSync sync, SyncSettings settings, TargetView target) {
    RemovalResult result =
        settings.deletionPolicy() == DeletionPolicy.Delete
            ? remover.delete(
                target.namespace(), target.name(), target.uid(), sync.getMetadata().getUid())
            : remover.removeOurKeys(
                target.namespace(),
                target.name(),
                target.uid(),
                FieldManagers.ofSync(sync.getMetadata().getName()));
    if (result instanceof RemovalResult.Removed) {
      events.deleted(sync, target.name());
    }
  }

  private boolean isAcknowledged(StoreKey store, Instant now) {
    Optional<Map<String, String>> annotations =
        stores.find(store).map(found -> found.getMetadata().getAnnotations());
    @Nullable String text =
        annotations.map(it -> it.get(Api.ANNOTATION_DELETIONS_ACKNOWLEDGED)).orElse(null);
    if (text == null) {
      return false;
    }
    try {
      Instant given = Instant.parse(text);
      return !given.isAfter(now)
          && Duration.between(given, now).compareTo(ACKNOWLEDGEMENT_LIFE) < 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** Which of them lost a key is not known here, so that each of them counts it. */
  private static List<StoreKey> stores(SecretSync sync) {
    return StoreKey.of(sync.getMetadata().getNamespace(), sync.getSpec());
  }
}
