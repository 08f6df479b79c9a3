package dev.keyturn.operator.controller.clustersync;

import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.engine.stamp.NamespaceView;
import dev.keyturn.operator.engine.stamp.SeenSync;
import dev.keyturn.operator.engine.stamp.StampSettings;
import dev.keyturn.operator.engine.stamp.Step;
import dev.keyturn.operator.kube.stamp.Stamp;
import dev.keyturn.operator.kube.stamp.StampResult;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Acts on the plan of one pass: a bounded number of steps, so that one object with a thousand
 * namespaces does not hold a worker, and none that waits for its next try. Not thread-safe.
 */
final class Stamping {
  private static final int MOST_TRIES = 50;

  /** So many in a row are no fault of one namespace. */
  private static final int MOST_UNANSWERED = 3;

  private final ClusterSyncParts parts;
  private final Stamp.Owner owner;
  private final long generation;
  private final boolean settled;
  private final StampSettings wanted;
  private final StampEvents events;
  private final SortedSet<String> provisioned = new TreeSet<>();
  private final SortedMap<String, StampBoard.Failure> failures = new TreeMap<>();
  private Optional<Boolean> current = Optional.empty();
  private int tries;
  private int unanswered;
  private boolean unfinished;
  private boolean later;
  private boolean wrote;

  /**
   * @param settled true where this generation was carried out before, so that what differs now was
   *     changed by others
   */
  Stamping(ClusterSyncParts parts, ClusterSecretSync sync, boolean settled, StampSettings wanted) {
    this.parts = parts;
    this.owner = owner(sync);
    this.generation = sync.getMetadata().getGeneration();
    this.settled = settled;
    this.wanted = wanted;
    this.events = new StampEvents(parts.recorder(), sync);
  }

  static Stamp.Owner owner(ClusterSecretSync sync) {
    return new Stamp.Owner(
        sync.getKind(), sync.getMetadata().getName(), sync.getMetadata().getUid());
  }

  Work act(List<Step> steps) {
    for (Step step : steps) {
      switch (step) {
        case Step.Keep(String namespace) -> has(namespace);
        case Step.Foreign(String namespace) -> isHeldUp(namespace, ErrorClass.OwnershipConflict);
        case Step.Await(String namespace) -> isHeldUp(namespace, ErrorClass.Conflict);
        case Step.Create(String namespace) -> {
          if (isTime(namespace, settled && wasProvisioned(namespace))) {
            create(namespace);
          }
        }
        case Step.Update(String namespace, SeenSync there) -> {
          if (settled && !isCurrent()) {
            goOnLater();
          } else if (isTime(namespace, settled)) {
            made(
                namespace,
                parts.writer().update(stamp(namespace), there.uid(), there.resourceVersion()));
          }
        }
        case Step.Remove remove -> {
          if (isTime(remove.namespace(), false)) {
            remove(remove);
          }
        }
      }
    }
    return new Work(provisioned, failures, unfinished, later || isUnanswered(), wrote);
  }

  private void create(String namespace) {
    // What was carried out before and is missing now may have been deselected since: a first list
    // may be old.
    if (settled && !isCurrent()) {
      goOnLater();
    } else {
      made(namespace, parts.writer().create(stamp(namespace)));
    }
  }

  /**
   * Whether the step is tried in this pass.
   *
   * @param correction true where somebody else undid what was done before
   */
  private boolean isTime(String namespace, boolean correction) {
    long now = parts.nanoTime().getAsLong();
    Optional<StampBoard.Failure> waiting =
        parts.board().waiting(owner.uid(), namespace, generation, now);
    if (waiting.isEmpty() && correction) {
      waiting = parts.board().pause(owner.uid(), namespace, generation, now);
    }
    if (waiting.isPresent()) {
      failures.put(namespace, waiting.get());
      return false;
    }
    if (tries >= MOST_TRIES || isUnanswered()) {
      unfinished = true;
      return false;
    }
    tries++;
    if (correction) {
      parts.board().corrected(owner.uid(), namespace, now);
    }
    return true;
  }

  private void goOnLater() {
    unfinished = true;
    later = true;
  }

  private boolean wasProvisioned(String namespace) {
    return parts.board().wasProvisioned(owner.uid(), namespace);
  }

  private void isHeldUp(String namespace, ErrorClass kind) {
    long now = parts.nanoTime().getAsLong();
    failures.put(namespace, parts.board().seen(owner.uid(), namespace, kind, generation, now));
  }

  private boolean isUnanswered() {
    return unanswered >= MOST_UNANSWERED;
  }

  private void made(String namespace, StampResult result) {
    unanswered = result instanceof StampResult.Unavailable ? unanswered + 1 : 0;
    switch (result) {
      case StampResult.Written(SecretSync sync) -> {
        parts.syncs().written(sync);
        wrote = true;
        if (settled && wasProvisioned(namespace)) {
          events.corrected(sync);
        }
        has(namespace);
      }
      case StampResult.Foreign foreign ->
          lacks(namespace, ErrorClass.OwnershipConflict, Detail.NONE);
      case StampResult.Ending ending -> lacks(namespace, ErrorClass.Conflict, Detail.NONE);
      case StampResult.Forbidden(Detail detail) -> forbidden(namespace, detail);
      case StampResult.Invalid invalid -> lacks(namespace, ErrorClass.TargetInvalid, Detail.FIELD);
      case StampResult.Contended contended ->
          lacks(namespace, ErrorClass.Conflict, Detail.CONTENDED);
      case StampResult.Unavailable unavailable ->
          lacks(namespace, ErrorClass.Unavailable, Detail.NONE);
      case StampResult.NotLeader notLeader -> goOnLater();
      // Its own event says so, or will, and then it is not counted any more.
      case StampResult.NamespaceGone gone -> goOnLater();
      case StampResult.Removed removed -> {}
    }
  }

  private void remove(Step.Remove remove) {
    String namespace = remove.namespace();
    if (!isCurrent()) {
      goOnLater();
      return;
    }
    Optional<NamespaceView> live = parts.remover().namespace(namespace);
    if (live.isEmpty()) {
      lacks(namespace, ErrorClass.Unavailable, Detail.NONE);
      return;
    }
    if (wanted.name().equals(remove.name()) && wanted.selection().chooses(live.get())) {
      return;
    }
    StampResult result =
        parts.remover().remove(namespace, remove.name(), remove.uid(), owner.uid());
    if (result instanceof StampResult.Removed) {
      parts.syncs().removed(namespace, remove.name(), remove.uid());
      wrote = true;
      if (!provisioned.contains(namespace)) {
        parts.board().left(owner.uid(), namespace);
      }
    } else {
      made(namespace, result);
    }
  }

  /** What a spec that is no longer so deletes or sets back would have to be made again. */
  private boolean isCurrent() {
    if (current.isEmpty()) {
      current = Optional.of(parts.remover().isCurrent(owner, generation));
    }
    return current.get();
  }

  private void forbidden(String namespace, Detail detail) {
    lacks(
        namespace,
        detail == Detail.NOT_ENROLLED ? ErrorClass.AccessDenied : ErrorClass.TargetInvalid,
        detail);
  }

  private void has(String namespace) {
    parts.board().provisioned(owner.uid(), namespace);
    provisioned.add(namespace);
  }

  private void lacks(String namespace, ErrorClass kind, Detail detail) {
    failures.put(
        namespace,
        parts
            .board()
            .failed(
                owner.uid(), namespace, kind, detail, generation, parts.nanoTime().getAsLong()));
  }

  private Stamp stamp(String namespace) {
    return new Stamp(
        namespace, wanted.name(), owner, wanted.labels(), wanted.annotations(), wanted.spec());
  }
}
