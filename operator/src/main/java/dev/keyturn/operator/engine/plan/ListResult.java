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
   * @param tags who compares the tags
   */
  record Names(List<String> names, boolean unchanged, TagFilter tags) implements ListResult {}

  /** Where it shows which tags a secret has. */
  enum TagFilter {
    /** Nowhere: the backend has none. */
    NONE,
    /** They come with the values. */
    BY_VALUE,
    /** The names are those of the secrets that have the tags. */
    BY_LIST
  }

  /** The backend has no list of names. */
  record Unsupported() implements ListResult {}

  /** They could not be read. */
  record Failed(ErrorClass kind, Detail detail) implements ListResult {}
}
