package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.RemoteValue;

/** What a reader is told. */
public sealed interface Reading {

  /** The value; the reader owns this copy and closes it. */
  record Value(RemoteValue value, Seen seen) implements Reading {}

  /** Exactly what the reader saw last, confirmed by a newer read. */
  record Unchanged(Seen seen) implements Reading {}

  /** The read failed. */
  record Failed(Failure failure) implements Reading {}
}
