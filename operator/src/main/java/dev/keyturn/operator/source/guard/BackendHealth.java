package dev.keyturn.operator.source.guard;

/** How a store has been within the last minute. */
public enum BackendHealth {
  /** It gave a good answer, to a read or to a probe, and no sign of being ill. */
  WELL,
  /** It was asked for nothing, or only for what it has not. */
  UNKNOWN,
  /** It is down, or was: a read or a probe failed, or the breaker was not closed. */
  ILL
}
