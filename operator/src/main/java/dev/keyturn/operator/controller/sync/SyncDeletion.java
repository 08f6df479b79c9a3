package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.DeletionPolicy;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SourceGone;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncPlan;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.operator.kube.target.DesiredSecret;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Carries out a deletion policy, once the source is gone beyond doubt and the guard lets it. */
final class SyncDeletion {
  private static final Duration ACKNOWLEDGEMENT_LIFE = Duration.ofHours(1);

  private final SyncPlan plan;
  private final Macs macs;
  private final SecretIndex index;
  private final SecretRemover remover;
  private final LiveSpecs specs;
  private final SourceStores sources;
  private final DeletionGuard guard;
  private final SyncEvents events;
  private final InstantSource clock;

  SyncDeletion(
      SyncPlan plan,
      Macs macs,
      SecretIndex index,
      SecretRemover remover,
      LiveSpecs specs,
      SourceStores sources,
      DeletionGuard guard,
      SyncEvents events,
      InstantSource clock) {
    this.plan = plan;
    this.macs = macs;
    this.index = index;
    this.remover = remover;
    this.specs = specs;
    this.sources = sources;
    this.guard = guard;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Counts one more confirmation, or starts the count anew; acts when there are enough. A spec that
   * never made the Secret proves nothing: its keys may never have been there.
   *
   * @param gone true where every source is gone
   * @return what the status says of the attempt: why it failed, or why the removal did
   */
  Problem consider(
      SecretSync sync,
      Observed observed,
      SyncSettings settings,
      SyncMemory memory,
      Problem why,
      boolean gone) {
    boolean partly = SourceGone.isSaidBy(why.kind(), why.detail());
    boolean container = SourceGone.isContainerGone(why);
    if (!(gone || partly || container) || !isMade(observed, settings)) {
      memory.goneProofs().reset();
      return why;
    }
    Optional<TargetView> target = index.find(observed.id().namespace(), settings.targetName());
    if (gone) {
      return gone(sync, observed, settings, memory, why, target).orElse(why);
    }
    memory.goneProofs().reset();
    List<StoreKey> stores = SourceStores.of(observed.id().namespace(), settings);
    if (partly) {
      stores.forEach(
          store -> guard.partlyGone(store.text(), observed.id().toString(), clock.instant()));
    } else if (container && target.isPresent()) {
      stores.forEach(store -> guard.containerGone(store.text()));
      if (settings.deletionPolicy() != DeletionPolicy.Retain) {
        return heldBack(sync, settings, why);
      }
    }
    return why;
  }

  private boolean isMade(Observed observed, SyncSettings settings) {
    return observed
        .status()
        .filter(
            status -> SyncPlan.isComplete(plan.specHash(observed.id(), settings), status.target()))
        .isPresent();
  }

  private Optional<Problem> gone(
      SecretSync sync,
      Observed observed,
      SyncSettings settings,
      SyncMemory memory,
      Problem why,
      Optional<TargetView> target) {
    Instant now = clock.instant();
    List<StoreKey> stores = SourceStores.of(observed.id().namespace(), settings);
    GoneProofs proofs = memory.goneProofs();
    int confirmations =
        proofs.add(now, new GoneProofs.Basis(observed.generation(), sources.versions(stores)));
    Instant since = proofs.since().orElse(now);
    // Every sync counts, whatever its policy: few of many that vanish are no fewer for being kept.
    stores.forEach(store -> guard.gone(store.text(), observed.id().toString(), since));
    if (settings.deletionPolicy() == DeletionPolicy.Retain
        || !SourceGone.isConfirmed(confirmations, since, now)
        || target.isEmpty()) {
      return Optional.empty();
    }
    if (!stores.stream().allMatch(store -> mayDelete(store, since, now))) {
      return Optional.of(heldBack(sync, settings, why));
    }
    // A backend that is only half there answers for what it has not loaded; the next look decides.
    return stores.stream().allMatch(store -> sources.isWell(store, observed))
            && specs.of(sync) == LiveSpecs.Standing.CURRENT
        ? remove(sync, settings, target.get())
        : Optional.empty();
  }

  /** The event goes by; the status tells for as long as a person has to act. */
  private Problem heldBack(SecretSync sync, SyncSettings settings, Problem why) {
    events.guardTripped(sync, settings.targetName());
    return Problem.of(ErrorClass.DeletionGuardTripped, why.subject());
  }

  private boolean mayDelete(StoreKey store, Instant since, Instant now) {
    if (!guard.isTripped(store.text(), since, now)) {
      return true;
    }
    boolean acknowledged = isAcknowledged(store, now);
    if (acknowledged) {
      guard.acknowledge(store.text());
    }
    return acknowledged;
  }

  /** The sync has its keys; from a fallback that says nothing of the stores that it names. */
  void present(SyncId id, SyncSettings settings, SyncMemory memory) {
    if (!memory.standIn().isHeld()) {
      SourceStores.of(id.namespace(), settings)
          .forEach(store -> guard.present(store.text(), id.toString(), clock.instant()));
    }
  }

  void forget(SyncId id) {
    guard.forget(id.toString());
  }

  private Optional<Problem> remove(SecretSync sync, SyncSettings settings, TargetView target) {
    if (settings.deletionPolicy() == DeletionPolicy.Delete) {
      return told(
          remover.delete(
              target.namespace(), target.name(), target.uid(), sync.getMetadata().getUid()),
          sync,
          target.name());
    }
    DesiredSecret emptied = emptied(sync, settings, target);
    Optional<Mac> left =
        emptied.policy() == DesiredSecret.Policy.MERGE
            ? Optional.empty()
            : Optional.of(emptied.output(macs));
    return target.output(emptied.fieldManager()).equals(left)
        ? Optional.empty()
        : told(remover.removeOurKeys(emptied, target.uid()), sync, target.name());
  }

  private static DesiredSecret emptied(SecretSync sync, SyncSettings settings, TargetView target) {
    return new DesiredSecret(
        target.namespace(),
        target.name(),
        new DesiredSecret.Sync(
            sync.getKind(), sync.getMetadata().getName(), sync.getMetadata().getUid()),
        SyncTarget.policy(settings.creationPolicy()),
        false,
        settings.target().immutable(),
        target.type(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  /** What is refused for good is told; what another look may do better waits for it. */
  private Optional<Problem> told(RemovalResult result, SecretSync sync, String name) {
    return switch (result) {
      case RemovalResult.Removed removed -> {
        events.deleted(sync, name);
        yield Optional.empty();
      }
      case RemovalResult.Invalid(Detail detail) ->
          Optional.of(RefusedRemoval.invalid(detail, name, "its source is gone"));
      case RemovalResult.Forbidden(Detail detail) ->
          Optional.of(RefusedRemoval.forbidden(detail, name, "its source is gone"));
      case RemovalResult.Absent absent -> Optional.empty();
      case RemovalResult.NotOurs notOurs -> Optional.empty();
      case RemovalResult.Contended contended -> Optional.empty();
      case RemovalResult.Unavailable unavailable -> Optional.empty();
      case RemovalResult.NotLeader notLeader -> Optional.empty();
    };
  }

  private boolean isAcknowledged(StoreKey store, Instant now) {
    Optional<Map<String, String>> annotations =
        sources.stores().find(store).map(found -> found.getMetadata().getAnnotations());
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
}
