package dev.keyturn.operator.kube.status;

import java.time.Duration;
import java.util.Optional;

/** What came of writing a status. */
public sealed interface StatusResult {
  record Written() implements StatusResult {}

  /** It is so already: nothing was sent. */
  record Unchanged() implements StatusResult {}

  /** The object is gone, or another one has its name. */
  record Gone() implements StatusResult {}

  /** The API server does not take it: our role, or a status that the schema forbids. */
  record Refused(int code) implements StatusResult {}

  /** It may have been applied. */
  record Unavailable(Optional<Duration> retryAfter) implements StatusResult {}

  /** This process may not act; nothing was sent. */
  record NotLeader() implements StatusResult {}
}
