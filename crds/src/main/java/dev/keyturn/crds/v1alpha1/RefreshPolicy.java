package dev.keyturn.crds.v1alpha1;

/** When a SecretSync reads its source. */
public enum RefreshPolicy {
  /** At every refreshInterval, and whenever something changed. */
  Periodic,
  /** When the SecretSync, or what it is made from in the cluster, or its target changed. */
  OnChange,
  /** When the target is missing or was changed, and when asked to. */
  CreatedOnce
}
