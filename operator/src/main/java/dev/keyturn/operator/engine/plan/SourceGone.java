package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.time.Duration;
import java.time.Instant;

/** When a source counts as gone for good, so that a deletion policy may act. Pure. */
public final class SourceGone {
  private static final int CONFIRMATIONS = 3;
  private static final Duration SPAN = Duration.ofMinutes(10);

  private SourceGone() {}

  /**
   * True for what the backend itself says of the very secret. A missing mount, a disabled version
   * and a denial say nothing about it.
   */
  public static boolean isSaidBy(ErrorClass kind, Detail detail) {
    return switch (kind) {
      case NotFound -> detail == Detail.NONE;
      case SourceDeleted -> detail == Detail.SOFT_DELETED || detail == Detail.DESTROYED;
      default -> false;
    };
  }

  /** True where the backend says that the mount, folder or file of the secret is not there. */
  public static boolean isContainerGone(Problem problem) {
    return problem.kind() == ErrorClass.NotFound && problem.detail() == Detail.CONTAINER_MISSING;
  }

  /** True after three confirmations over at least ten minutes. */
  public static boolean isConfirmed(int confirmations, Instant first, Instant now) {
    return confirmations >= CONFIRMATIONS && Duration.between(first, now).compareTo(SPAN) >= 0;
  }
}
