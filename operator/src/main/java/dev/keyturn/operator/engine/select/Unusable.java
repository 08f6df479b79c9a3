package dev.keyturn.operator.engine.select;

/** Ends a walk over a payload that cannot be used; never leaves this package. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  Unusable(Problem problem) {
    super(null, null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
