package dev.keyturn.operator.provider;

/** Second key of a failure; the same words as the API's details, without those of the cluster. */
public enum FailureDetail {
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
  FIELD,
  ACCOUNT,
  SERVICE_ACCOUNT,
  TOKEN_REQUEST,
  UNTRUSTED,
  UNBOUND,
  UNKNOWN_HOST,
  ENDPOINT,
  HOST
}
