package dev.keyturn.operator.source.guard;

/** How a store has been within the last minute. */
public enum BackendHealth {
  /** It gave a good answer, to a read or to a probe, and no sign of being ill. */
  WELL,
  /** It was asked for nothing, or only for what it has not. */
  UNKNOWN,
  /** A read or a probe failed, the breaker was not closed, or the backend asks for patience. */
  ILL
}
