package dev.keyturn.operator.source;

/** How it stands with the changes that a backend is asked to tell of. */
public enum Listening {
  /** Nobody reads, or there is no login yet. */
  IDLE,
  OPEN,
  /** It was not to be had, or broke, and is asked for again. */
  RETRYING,
  /** The backend does not let the login have it. */
  DENIED,
  /** The backend has no such thing. */
  UNSUPPORTED
}
