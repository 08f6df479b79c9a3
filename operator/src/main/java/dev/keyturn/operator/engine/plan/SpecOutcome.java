package dev.keyturn.operator.engine.plan;

/** What came of reading a spec. */
public sealed interface SpecOutcome {

  /** It makes sense. */
  record Read(SyncSettings settings) implements SpecOutcome {}

  /** A field does not. */
  record Wrong(Problem problem) implements SpecOutcome {}
}
