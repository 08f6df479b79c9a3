package dev.keyturn.crds.v1alpha1;

/** What happens to the target Secret when the remote value is gone. */
public enum DeletionPolicy {
  Retain,
  Delete,
  Merge
}
