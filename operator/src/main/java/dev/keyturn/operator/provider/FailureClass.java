package dev.keyturn.operator.provider;

/** The error classes of the API that a provider may return; the names are the API's. */
public enum FailureClass {
  /** Login or token refused. */
  AuthFailed,
  /** The identity is fine, the path is not allowed. */
  AccessDenied,
  /** Said by the backend in its own format. */
  NotFound,
  /** The newest version is deleted, destroyed or disabled. */
  SourceDeleted,
  /** 429 or its like; pauses the store. */
  Throttled,
  /** 5xx, refused, reset, DNS, truncated. */
  Unavailable,
  /** The backend is sealed. */
  Sealed,
  /** The deadline passed. */
  Timeout,
  /** Trust, host name or expiry of a certificate. */
  TlsError,
  /** An answer that the protocol does not allow, or a request that the backend calls malformed. */
  InvalidData,
  /** No scope of the namespace lists the account or the address; said by us, not by a backend. */
  ScopeDenied,
  /** A precondition was lost. */
  Conflict,
  /** A fault of ours. */
  Internal
}
