package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Problem;

/** What a sync says of a removal that the API server refuses for good. */
final class RefusedRemoval {

  private RefusedRemoval() {}

  /**
   * The Secret is not acceptable without our keys.
   *
   * @param reason why they shall go
   */
  static Problem invalid(Detail detail, String secret, String reason) {
    return Problem.of(
        ErrorClass.TargetInvalid,
        // Of a removal this is about the keys that the type demands, not about a label.
        detail == Detail.FIELD ? Detail.NONE : detail,
        secret + " (" + reason + ", but it is not accepted without our keys)");
  }

  /**
   * The removal is not allowed.
   *
   * @param reason why the Secret shall go
   */
  static Problem forbidden(Detail detail, String secret, String reason) {
    String subject = secret + " (" + reason + ", but it was not let go)";
    return detail == Detail.NOT_ENROLLED
        ? Problem.of(ErrorClass.AccessDenied, Detail.TARGET, subject)
        : Problem.of(ErrorClass.TargetInvalid, detail, subject);
  }
}
