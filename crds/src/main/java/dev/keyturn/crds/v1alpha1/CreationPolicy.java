package dev.keyturn.crds.v1alpha1;

/** Who owns the target Secret. */
public enum CreationPolicy {
  Owner,
  Orphan,
  Merge
}
