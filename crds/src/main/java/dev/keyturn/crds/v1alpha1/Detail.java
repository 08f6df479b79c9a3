package dev.keyturn.crds.v1alpha1;

import java.util.Locale;

/** The closed second key of a failure: says which message template describes it. */
public enum Detail {
  NONE,
  SOFT_DELETED,
  DESTROYED,
  DISABLED,
  NO_CURRENT_VERSION,
  CONTAINER_MISSING,
  CONTAINER_UNKNOWN,
  MASKED_VALUE,
  EMPTY,
  CHECKSUM,
  TOO_LARGE,
  REDIRECT_REFUSED,
  CAS_MISMATCH,
  ALREADY_EXISTS,
  LEASE_UNKNOWN,
  LEASE_EXPIRED,
  KMS,
  BACKEND_LIMIT,
  NAME_ILLEGAL,
  STORE,
  TARGET,
  QUOTA,
  ADMISSION,
  API_MALFORMED,
  NOT_ENROLLED,
  RESTART,
  JOBS,
  KEY,
  KEY_COLLISION,
  IMMUTABLE,
  TYPE_CHANGE,
  TLS_PAIR,
  CONTENDED,
  PUSH,
  FIELD,
  PATH,
  NAMESPACE_RECREATED,
  ACCOUNT,
  SERVICE_ACCOUNT,
  TOKEN_REQUEST,
  UNTRUSTED,
  UNBOUND,
  UNKNOWN_HOST,
  ENDPOINT,
  HOST,
  SELECTOR,
  LIMIT,
  BUDGET,
  AUDIT;

  /** The spelling in status, docs and on the command line: {@code soft-deleted}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
