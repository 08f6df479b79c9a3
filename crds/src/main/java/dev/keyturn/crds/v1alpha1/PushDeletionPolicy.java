package dev.keyturn.crds.v1alpha1;

/** What becomes of a pushed value when its push ends. */
public enum PushDeletionPolicy {
  None,
  Delete
}
