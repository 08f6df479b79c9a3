package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;

/**
 * Carries a failure through the SDK and out of nested code, inside this package only: without
 * message, cause and stack trace, so that nothing of what was read goes with it.
 */
@SuppressWarnings("serial") // never serialized
final class AwsProblem extends RuntimeException {
  private final transient Failure failure;

  AwsProblem(Failure failure) {
    super(null, null, false, false);
    this.failure = failure;
  }

  AwsProblem(FailureClass kind, FailureDetail detail) {
    this(Failure.of(kind, detail));
  }

  Failure failure() {
    return failure;
  }
}
