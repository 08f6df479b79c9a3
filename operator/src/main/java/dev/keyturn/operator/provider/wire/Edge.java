package dev.keyturn.operator.provider.wire;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import java.util.function.Supplier;

/** The edge of a provider, which no exception crosses. */
public final class Edge {
  private Edge() {}

  /**
   * Reads the answer to a write. Where that ends in an exception, the write may stand all the same:
   * what came of it only a look can tell.
   */
  public static <T> Outcome<T> written(Supplier<Outcome<T>> reading) {
    try {
      return reading.get();
    } catch (WireProblem unreadable) {
      return Outcome.failed(unreadable.failure().withMayHaveApplied(true));
    } catch (RuntimeException ours) {
      return Outcome.failed(Failure.of(FailureClass.Internal).withMayHaveApplied(true));
    }
  }

  /** Turns what leaves a provider's own code by an exception into a failure. */
  public static <T> Outcome<T> guard(Supplier<Outcome<T>> operation) {
    try {
      return operation.get();
    } catch (WireProblem problem) {
      return Outcome.failed(problem.failure());
    } catch (RuntimeException ours) {
      return Outcome.failed(Failure.of(FailureClass.Internal));
    }
  }
}
