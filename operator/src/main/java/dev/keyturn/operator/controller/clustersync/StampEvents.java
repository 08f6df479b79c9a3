package dev.keyturn.operator.controller.clustersync;

import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.kube.event.EventFact;
import dev.keyturn.operator.kube.event.EventRecorder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;
import java.util.Optional;

/** Events of a ClusterSecretSync: when Ready turned, and when others had changed what it made. */
final class StampEvents {
  private final EventRecorder recorder;
  private final EventFact.Reference regarding;

  StampEvents(EventRecorder recorder, ClusterSecretSync sync) {
    this.recorder = recorder;
    this.regarding = reference(sync);
  }

  void transition(ClusterSecretSyncStatus before, ClusterSecretSyncStatus now) {
    Optional<Condition> old = Conditions.find(before.conditions(), Condition.READY);
    Optional<Condition> ready = Conditions.find(now.conditions(), Condition.READY);
    if (ready.isEmpty() || ready.map(Condition::reason).equals(old.map(Condition::reason))) {
      return;
    }
    switch (ready.get().status()) {
      case "False" ->
          record(EventFact.Type.WARNING, failure(now), ready.get().message(), Optional.empty());
      case "True" -> {
        if (old.filter(it -> it.status().equals("False")).isPresent()) {
          record(EventFact.Type.NORMAL, "SyncRecovered", ready.get().message(), Optional.empty());
        }
      }
      default -> {}
    }
  }

  void corrected(SecretSync sync) {
    record(
        EventFact.Type.NORMAL,
        "DriftCorrected",
        "Others had changed or deleted a SecretSync of this object; it was put back.",
        Optional.of(reference(sync)));
  }

  private static String failure(ClusterSecretSyncStatus now) {
    boolean foreign =
        now.failed() != null
            && now.failed().getFirst().reason().equals(ErrorClass.OwnershipConflict.name());
    return foreign ? "OwnershipConflict" : "SyncFailed";
  }

  private void record(
      EventFact.Type type, String reason, String note, Optional<EventFact.Reference> related) {
    recorder.record(new EventFact(regarding, type, reason, "Stamp", note, related));
  }

  private static EventFact.Reference reference(HasMetadata object) {
    return new EventFact.Reference(
        object.getApiVersion(),
        object.getKind(),
        Objects.requireNonNullElse(object.getMetadata().getNamespace(), ""),
        object.getMetadata().getName(),
        object.getMetadata().getUid());
  }
}
