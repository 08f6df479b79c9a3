package dev.keyturn.operator.kube.target;

import dev.keyturn.crds.v1alpha1.Detail;
import java.time.Duration;
import java.util.Optional;

/** What came of taking a target, or our keys of it, away. */
public sealed interface RemovalResult {

  /** It is gone by our doing. */
  record Removed() implements RemovalResult {}

  /** It was not there. */
  record Absent() implements RemovalResult {}

  /** It is another object than the one we knew, or no longer ours: left as it is. */
  record NotOurs() implements RemovalResult {}

  /** The API server will not have it without our keys. */
  record Invalid(Detail detail) implements RemovalResult {}

  /** As {@link WriteResult.Forbidden}. */
  record Forbidden(Detail detail) implements RemovalResult {}

  /** As {@link WriteResult.Contended}. */
  record Contended() implements RemovalResult {}

  /** As {@link WriteResult.Unavailable}. */
  record Unavailable(Optional<Duration> retryAfter) implements RemovalResult {}

  /** As {@link WriteResult.NotLeader}. */
  record NotLeader() implements RemovalResult {}
}
