package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;

/**
 * Carries a failure out of nested parsing, inside this package only: without message, cause and
 * stack trace, so that nothing of what was parsed goes with it.
 */
@SuppressWarnings("serial") // never serialized
final class VaultProblem extends RuntimeException {
  private final transient Failure failure;

  VaultProblem(FailureClass kind, FailureDetail detail) {
    super(null, null, false, false);
    this.failure = Failure.of(kind, detail);
  }

  static VaultProblem invalid() {
    return new VaultProblem(FailureClass.InvalidData, FailureDetail.NONE);
  }

  Failure failure() {
    return failure;
  }
}
