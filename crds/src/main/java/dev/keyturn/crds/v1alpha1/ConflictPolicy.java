package dev.keyturn.crds.v1alpha1;

/** What two members of one name are. */
@SuppressWarnings("MemberName") // the names are the API's
public enum ConflictPolicy {
  /** A fault. */
  Error,
  /** The later one wins. */
  Ignore
}
