package dev.keyturn.crds.v1alpha1;

/** Names that belong to the API: group, labels, annotations and field managers. */
public final class Api {
  public static final String GROUP = "keyturn.dev";
  public static final String VERSION = "v1alpha1";

  /** Label of every Secret that Keyturn writes; the informer of target Secrets selects by it. */
  public static final String LABEL_MANAGED = "keyturn.dev/managed";

  /** Label of a SecretSync: the kind of secret, for metrics and rotation presets. */
  public static final String LABEL_SECRET_TYPE = "keyturn.dev/secret-type";

  /**
   * Label that puts a credential Secret into the labelled informer; see docs/reference/labels.md.
   */
  public static final String LABEL_WATCH = "keyturn.dev/watch";

  /** Annotation of a SecretSync: any new text asks for one refresh now. */
  public static final String ANNOTATION_SYNC_REQUESTED = "keyturn.dev/sync-requested";

  /**
   * Annotation of a SecretSync, {@code "true"}: what it reads must stay as it is for ever, such as
   * the pepper of password hashes.
   */
  public static final String ANNOTATION_NEVER_ROTATE = "keyturn.dev/never-rotate";

  /** Annotation of a target with creationPolicy Orphan: the UID of the SecretSync that owns it. */
  public static final String ANNOTATION_OWNER = "keyturn.dev/owner";

  /** Annotations of workloads, one for each Secret: the hash that they were restarted for. */
  public static final String ANNOTATION_SECRET_PREFIX = "secret.keyturn.dev/";

  /** Annotation of a target with {@code dataFrom.dynamic}: the id of its lease. */
  public static final String ANNOTATION_LEASE_ID = "keyturn.dev/lease-id";

  /** Annotation of a store: a person has seen the tripped deletion guard; an RFC 3339 time. */
  public static final String ANNOTATION_DELETIONS_ACKNOWLEDGED =
      "keyturn.dev/deletions-acknowledged";

  /** Annotation of a TenantSecretScope: bind this namespace to its new UID. */
  public static final String ANNOTATION_REBIND = "keyturn.dev/rebind";

  /** Finalizer of a SecretSync that owes a cleanup at a backend; on it only while it does. */
  public static final String FINALIZER_REMOTE_CLEANUP = "keyturn.dev/remote-cleanup";

  /** Field manager of every status. */
  public static final String STATUS_FIELD_MANAGER = "keyturn-status";

  private Api() {}
}
