package dev.keyturn.crds.v1alpha1;

/** Where the members of merged values go. */
@SuppressWarnings("MemberName") // the names are the API's
public enum MergeStrategy {
  /** Each becomes a key. */
  Extract,
  /** All become one object under one key. */
  JSON
}
