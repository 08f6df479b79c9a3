package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.operator.engine.restart.Workload;
import java.time.Duration;
import java.util.List;

/** How far a restart that is owed has come. */
sealed interface RestartProgress {

  /** Every workload carries the newest hash; empty where none is chosen. */
  record Done(List<Workload> workloads) implements RestartProgress {}

  /** Some workload still waits. */
  record Waiting(Duration left) implements RestartProgress {}

  /** The operator's role does not allow it. */
  record Forbidden() implements RestartProgress {}

  /** A workload was refused. */
  record Refused(Workload.Id workload, Detail detail) implements RestartProgress {}
}
