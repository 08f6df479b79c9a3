package dev.keyturn.operator.engine.plan;

/** What a pass knows of the objects that a sync's templates stand in. */
public enum TemplateNews {
  /** Nothing has moved since the target was made. */
  NONE,
  /** Something moved, was seen by an attempt, and the target is not made from it yet. */
  UNAPPLIED,
  /** Something moved, and no attempt has begun since. */
  CHANGED
}
