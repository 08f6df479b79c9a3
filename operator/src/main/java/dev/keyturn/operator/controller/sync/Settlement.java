package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Problem;

/** How far a duty came; the later of two is said of both. */
enum Settlement {
  /** Nothing is left of it. */
  DONE,
  /** Something may be left, and the store that leads there is not there any more. */
  STORE_GONE,
  /** Something may be left, and another try may take it away. */
  LEFT;

  /** Of a duty whose store could not be opened. */
  static Settlement of(Problem why) {
    return why.kind() == ErrorClass.NotFound && why.detail() == Detail.STORE ? STORE_GONE : LEFT;
  }

  Settlement and(Settlement other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
