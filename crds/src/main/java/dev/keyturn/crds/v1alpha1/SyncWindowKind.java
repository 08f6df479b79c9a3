package dev.keyturn.crds.v1alpha1;

/** What a window does to the reads that only time asks for. */
public enum SyncWindowKind {
  allow,
  deny
}
