package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.TemplateMergePolicy;

/**
 * How many bytes one attempt may select: each entry copies what it selects, so that a few entries
 * of one large secret would else fill the heap of every tenant.
 */
final class SelectionBound {
  /** Bytes of the values of a Secret at most, as Kubernetes has it. */
  static final int GREATEST_SECRET = 1_048_576;

  /** A template may take in more than it gives out: as many Secrets. */
  private static final int TEMPLATED = 4;

  /** Bytes that any attempt may select. */
  static final int MOST = TEMPLATED * GREATEST_SECRET;

  private SelectionBound() {}

  /** Bytes that may be selected for this target: without templates all of it has to fit. */
  static int of(SyncSettings settings) {
    return isTemplated(settings) ? MOST : GREATEST_SECRET;
  }

  /** True where templates make keys of the target. */
  static boolean isTemplated(SyncSettings settings) {
    return !settings.templates().isEmpty() || settings.target().makesKeys();
  }

  /** True where what was selected is in the target, as far as no template makes the key. */
  static boolean keepsSelected(SyncSettings settings) {
    return !isTemplated(settings) || settings.mergePolicy() == TemplateMergePolicy.Merge;
  }

  /** What an entry says that goes beyond the bound. */
  static Problem exceeded(long bound, String place) {
    return Problem.of(
        ErrorClass.TargetTooLarge, bound == MOST ? Detail.TOO_LARGE : Detail.NONE, place);
  }
}
