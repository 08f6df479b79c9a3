package dev.keyturn.operator.runtime;

/** Where the operator has rights; the chart's {@code rbac.mode}. */
public enum RbacMode {
  /** Roles in the listed namespaces only; the cluster-scoped kinds are off. */
  namespaced,
  /** Our kinds everywhere, Secrets in the listed namespaces. */
  enrolled,
  /** Our kinds and Secrets everywhere. */
  cluster
}
