package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.engine.restart.Workload;
import dev.keyturn.operator.kube.event.EventFact;
import dev.keyturn.operator.kube.event.EventRecorder;
import java.util.Optional;

/** Events of a sync about the workloads that follow its target. */
final class RestartEvents {
  private static final String ACTION = "Restart";

  private final EventRecorder recorder;

  RestartEvents(EventRecorder recorder) {
    this.recorder = recorder;
  }

  void restarted(SecretSync sync, String secret, Workload workload) {
    Workload.Id id = workload.id();
    String api =
        switch (id.kind()) {
          case Deployment, StatefulSet, DaemonSet -> "apps/v1";
          case Rollout -> "argoproj.io/v1alpha1";
        };
    recorder.record(
        new EventFact(
            regarding(sync),
            EventFact.Type.NORMAL,
            "WorkloadRestarted",
            ACTION,
            id.text() + " restarts: Secret " + secret + " changed.",
            Optional.of(
                new EventFact.Reference(api, id.kind().name(), id.namespace(), id.name(), ""))));
  }

  void notAllowed(SecretSync sync, String message) {
    recorder.record(
        new EventFact(
            regarding(sync),
            EventFact.Type.WARNING,
            "RestartNotAllowed",
            ACTION,
            message,
            Optional.empty()));
  }

  private static EventFact.Reference regarding(SecretSync sync) {
    return new EventFact.Reference(
        sync.getApiVersion(),
        sync.getKind(),
        sync.getMetadata().getNamespace(),
        sync.getMetadata().getName(),
        sync.getMetadata().getUid());
  }
}
