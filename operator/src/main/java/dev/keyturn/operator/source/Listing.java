package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Lister.TagFilter;
import java.util.List;

/** What a reader is told of a folder. */
public sealed interface Listing {

  /**
   * The names directly in it, sorted bytewise; those of folders end with a slash.
   *
   * @param tags who is to compare the tags that were wished for
   */
  record Names(List<String> names, Seen seen, TagFilter tags) implements Listing {}

  /** The backend cannot list. */
  record Unsupported() implements Listing {}

  /** The list could not be read. */
  record Failed(Failure failure) implements Listing {}
}
