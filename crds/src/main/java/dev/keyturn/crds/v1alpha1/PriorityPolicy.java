package dev.keyturn.crds.v1alpha1;

/** What a prioritised key that is not there is. */
@SuppressWarnings("MemberName") // the names are the API's
public enum PriorityPolicy {
  /** A fault. */
  Strict,
  /** Nothing. */
  IgnoreNotFound
}
