package dev.keyturn.crds.v1alpha1;

/** The kinds of workloads that can be restarted; a Job reads the new value at its next run. */
public enum WorkloadKind {
  Deployment,
  StatefulSet,
  DaemonSet,
  /** Of Argo Rollouts, {@code argoproj.io/v1alpha1}. */
  Rollout
}
