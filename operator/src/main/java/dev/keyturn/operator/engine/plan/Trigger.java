package dev.keyturn.operator.engine.plan;

/** Why a pass reads. */
public enum Trigger {
  /** Never attempted for this generation. */
  NEW_GENERATION,
  /** Somebody set a new {@code keyturn.dev/sync-requested}. */
  REQUESTED,
  /** The target is not what was written last. */
  DRIFT,
  /** An object that templates stand in was changed, made or deleted. */
  TEMPLATE,
  /** A due time, a retry, or another reader saw a change. */
  DUE
}
