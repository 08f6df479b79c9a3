package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Duration;

/** How long a sync waits for an API server that does not take its target. */
final class RefusedWait {
  /** It comes back for all at once, and nothing tells of it. */
  private static final Duration AWAY = Duration.ofSeconds(20);

  /** Nothing tells that a Role came back or a quota was raised either. */
  private static final Duration DENIED = Duration.ofMinutes(5);

  /** Only people cure it, and a short interval would have every write refused until they do. */
  private static final Duration AGAINST_A_RULE = Duration.ofMinutes(1);

  private RefusedWait() {}

  /**
   * @param usual how long it would wait for anything else
   */
  static Duration of(Problem why, Duration usual) {
    return switch (why.kind()) {
      case Unavailable ->
          why.detail() == Detail.TARGET || why.detail() == Detail.API_MALFORMED
              ? shorter(usual, AWAY)
              : usual;
      case AccessDenied ->
          why.detail() == Detail.NOT_ENROLLED || why.detail() == Detail.QUOTA
              ? shorter(usual, DENIED)
              : usual;
      case TargetInvalid ->
          why.detail() == Detail.ADMISSION || why.detail() == Detail.FIELD
              ? longer(usual, AGAINST_A_RULE)
              : usual;
      default -> usual;
    };
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
