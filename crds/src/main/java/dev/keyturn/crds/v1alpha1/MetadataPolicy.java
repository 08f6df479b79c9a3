package dev.keyturn.crds.v1alpha1;

/** What a reference reads. */
@SuppressWarnings("MemberName") // the names are the API's
public enum MetadataPolicy {
  /** The value. */
  None,
  /** The backend's metadata of it. */
  Fetch
}
