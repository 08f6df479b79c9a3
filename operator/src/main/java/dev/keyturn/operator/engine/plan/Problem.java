package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;

/**
 * Why an attempt did not reach its end.
 *
 * @param subject what it is about, for the message: names of keys, fields, stores or managers that
 *     people wrote, never a value and never text of a backend
 */
public record Problem(ErrorClass kind, Detail detail, String subject) {

  public static Problem of(ErrorClass kind, Detail detail, String subject) {
    return new Problem(kind, detail, subject);
  }

  public static Problem of(ErrorClass kind, String subject) {
    return new Problem(kind, Detail.NONE, subject);
  }

  /** True where another writer undoes what we write. */
  public boolean isContended() {
    return kind == ErrorClass.OwnershipConflict && detail == Detail.CONTENDED;
  }
}
