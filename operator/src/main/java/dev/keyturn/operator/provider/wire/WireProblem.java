package dev.keyturn.operator.provider.wire;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;

/**
 * Carries a failure out of nested parsing, inside a provider only: without message, cause and stack
 * trace, so that nothing of what was parsed goes with it.
 */
@SuppressWarnings("serial") // never serialized
public final class WireProblem extends RuntimeException {
  private final transient Failure failure;

  public WireProblem(FailureClass kind, FailureDetail detail) {
    super(null, null, false, false);
    this.failure = Failure.of(kind, detail);
  }

  public static WireProblem invalid() {
    return new WireProblem(FailureClass.InvalidData, FailureDetail.NONE);
  }

  public Failure failure() {
    return failure;
  }
}
