package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Duration;
import java.util.Optional;

/** How long a sync waits at the most for an API server that does not take its target. */
final class LongestWait {
  /** It comes back for all at once, and nothing tells of it. */
  private static final Duration AWAY = Duration.ofSeconds(20);

  /** Nothing tells that a Role came back either. */
  private static final Duration DENIED = Duration.ofMinutes(5);

  private LongestWait() {}

  /** Empty where it is not the API server that refuses. */
  static Optional<Duration> of(Problem why) {
    boolean away = why.detail() == Detail.TARGET || why.detail() == Detail.API_MALFORMED;
    if (why.kind() == ErrorClass.Unavailable && away) {
      return Optional.of(AWAY);
    }
    return why.kind() == ErrorClass.AccessDenied && why.detail() == Detail.NOT_ENROLLED
        ? Optional.of(DENIED)
        : Optional.empty();
  }
}
