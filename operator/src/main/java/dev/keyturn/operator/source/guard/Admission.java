package dev.keyturn.operator.source.guard;

import dev.keyturn.operator.provider.FailureClass;

/** Whether a reader may call the backend now. Who may not is in line, and is told when it may. */
public sealed interface Admission {

  /** It may; the lease is closed when the reader has its answers. */
  record Granted(Lease lease) implements Admission {}

  /** Not yet: others are before it, or the store has been asked as much as it may be. */
  record Queued() implements Admission {}

  /** Not for a while: the store is down, or asked for a long pause. */
  record Shut(FailureClass why) implements Admission {}
}
