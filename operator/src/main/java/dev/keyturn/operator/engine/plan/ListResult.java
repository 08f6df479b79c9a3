package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.util.List;

/** What came of a {@link ListRequest}. */
public sealed interface ListResult {

  /**
   * The names directly in the folder, sorted bytewise; those of folders end with a slash.
   *
   * @param unchanged true where they are those that the target was made from
   * @param tagged true where the backend has tags, which come with the values
   */
  record Names(List<String> names, boolean unchanged, boolean tagged) implements ListResult {}

  /** The backend has no list of names. */
  record Unsupported() implements ListResult {}

  /** They could not be read. */
  record Failed(ErrorClass kind, Detail detail) implements ListResult {}
}
