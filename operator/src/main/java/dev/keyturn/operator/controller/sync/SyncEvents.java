package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.kube.event.EventFact;
import dev.keyturn.operator.kube.event.EventRecorder;
import java.util.Optional;

/** Events of a sync: real changes of the target, and turns of Synced and Ready. */
final class SyncEvents {
  private final EventRecorder recorder;

  SyncEvents(EventRecorder recorder) {
    this.recorder = recorder;
  }

  void created(SecretSync sync, String target, String keys) {
    normal(
        sync,
        "SecretCreated",
        "Write",
        "Secret " + target + " was created (keys: " + keys + ").",
        target);
  }

  void updated(SecretSync sync, String target, String keys) {
    normal(
        sync,
        "SecretUpdated",
        "Write",
        "Secret " + target + " was updated (keys: " + keys + ").",
        target);
  }

  void repaired(SecretSync sync, String target) {
    normal(
        sync,
        "DriftCorrected",
        "Write",
        "Secret " + target + " had been changed by others and was put back.",
        target);
  }

  void deleted(SecretSync sync, String target) {
    normal(
        sync,
        "SecretDeleted",
        "Delete",
        "The source is gone: Secret " + target + " was removed.",
        target);
  }

  void renamed(SecretSync sync, String former, String target) {
    normal(
        sync,
        "SecretDeleted",
        "Delete",
        "Secret " + former + " was removed: the target is named " + target + " now.",
        former);
  }

  /** Another store serves now. */
  void served(SecretSync sync, StoreIdentity before, StoreIdentity now, boolean own) {
    String from = " instead of " + before.kind() + " " + before.name() + ".";
    record(
        sync,
        own ? EventFact.Type.NORMAL : EventFact.Type.WARNING,
        own ? "FallbackEnded" : "FallbackUsed",
        "Read",
        "The values come from " + now.kind() + " " + now.name() + from,
        "");
  }

  void leaseReissued(SecretSync sync, String target) {
    normal(
        sync,
        "LeaseReissued",
        "Issue",
        "Secret " + target + " holds the credential of a new lease; the old one ends soon.",
        target);
  }

  void leaseTokenTooShort(SecretSync sync, String path) {
    record(
        sync,
        EventFact.Type.WARNING,
        "LeaseTokenTooShort",
        "Issue",
        "The store's token ends before the lease of "
            + path
            + " and cannot be renewed: the lease ends with it. Give the role a token_period.",
        "");
  }

  void generated(SecretSync sync, String place, String keys) {
    normal(
        sync,
        "ValueGenerated",
        "Generate",
        "A value was made and is kept at " + place + " (keys: " + keys + ").",
        "");
  }

  void pushed(SecretSync sync, String place, boolean again) {
    normal(
        sync,
        again ? "DriftCorrected" : "ValuePushed",
        "Push",
        again
            ? "Another hand had changed what was pushed to " + place + ": it was written back."
            : "The value was pushed to " + place + ".",
        "");
  }

  void cleanupSkipped(SecretSync sync) {
    record(
        sync,
        EventFact.Type.WARNING,
        "CleanupSkipped",
        "Delete",
        "The backend could not be cleaned up in time: what this sync pushed or leased may be left"
            + " there.",
        "");
  }

  void guardTripped(SecretSync sync, String target) {
    record(
        sync,
        EventFact.Type.WARNING,
        "DeletionGuardTripped",
        "Delete",
        "Many keys of the store vanished within an hour, or their mount did; Secret "
            + target
            + " is kept until keyturn.dev/deletions-acknowledged is set on the store.",
        target);
  }

  /** Says what turned: Synced or its cause, Ready to False, a pause; and that a value has ended. */
  void transition(SecretSync sync, SecretSyncStatus before, SecretSyncStatus now) {
    Optional<Condition> old = Conditions.find(before.conditions(), Condition.SYNCED);
    Optional<Condition> synced = Conditions.find(now.conditions(), Condition.SYNCED);
    if (synced.isPresent() && turned(old, synced.get())) {
      if (synced.get().status().equals("False")) {
        warning(sync, failure(synced.get().reason()), synced.get());
      } else if (old.filter(it -> it.status().equals("False")).isPresent()) {
        record(sync, EventFact.Type.NORMAL, "SyncRecovered", "Sync", synced.get().message(), "");
      }
    }
    boolean wasReady = Conditions.has(before.conditions(), Condition.READY, "True");
    Conditions.find(now.conditions(), Condition.READY)
        .filter(ready -> wasReady && ready.status().equals("False"))
        .ifPresent(ready -> warning(sync, "SecretStale", ready));
    paused(sync, WaitingStatus.isSuspended(before), now);
    Optional<String> ended = SourceEnds.toldBy(now);
    if (ended.isPresent() && !ended.equals(SourceEnds.toldBy(before))) {
      record(sync, EventFact.Type.WARNING, "SourceExpired", "Read", ended.get(), "");
    }
  }

  private void paused(SecretSync sync, boolean before, SecretSyncStatus now) {
    boolean suspended = WaitingStatus.isSuspended(now);
    if (suspended && !before) {
      normal(sync, "Suspended", "Sync", "spec.suspend is true: nothing is read or written.", "");
    } else if (before && !suspended) {
      normal(sync, "Resumed", "Sync", "spec.suspend is no longer true: it is synced again.", "");
    }
  }

  private static boolean turned(Optional<Condition> old, Condition now) {
    return !old.map(Condition::status).equals(Optional.of(now.status()))
        || (now.status().equals("False")
            && !old.map(Condition::reason).equals(Optional.of(now.reason())));
  }

  private static String failure(String errorClass) {
    return switch (errorClass) {
      case "KeyMissing" -> "KeysMissing";
      case "ScopeDenied" -> "ScopeDenied";
      case "OwnershipConflict" -> "OwnershipConflict";
      case "TemplateError" -> "TemplateFailed";
      case "ValidationFailed" -> "ValidationFailed";
      default -> "SyncFailed";
    };
  }

  private void warning(SecretSync sync, String reason, Condition condition) {
    record(
        sync,
        EventFact.Type.WARNING,
        reason,
        "Sync",
        condition.reason() + ": " + condition.message(),
        "");
  }

  private void normal(SecretSync sync, String reason, String action, String note, String target) {
    record(sync, EventFact.Type.NORMAL, reason, action, note, target);
  }

  private void record(
      SecretSync sync,
      EventFact.Type type,
      String reason,
      String action,
      String note,
      String target) {
    String namespace = sync.getMetadata().getNamespace();
    EventFact.Reference regarding =
        new EventFact.Reference(
            sync.getApiVersion(),
            sync.getKind(),
            namespace,
            sync.getMetadata().getName(),
            sync.getMetadata().getUid());
    Optional<EventFact.Reference> related =
        target.isEmpty()
            ? Optional.empty()
            : Optional.of(new EventFact.Reference("v1", "Secret", namespace, target, ""));
    recorder.record(new EventFact(regarding, type, reason, action, note, related));
  }
}
