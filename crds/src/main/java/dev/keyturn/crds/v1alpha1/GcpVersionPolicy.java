package dev.keyturn.crds.v1alpha1;

/** What to read where the newest version of a secret cannot be read. */
public enum GcpVersionPolicy {
  LatestOrFail,
  LatestOrFetch
}
