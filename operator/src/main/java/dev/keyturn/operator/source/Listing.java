package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import java.util.List;

/** What a reader is told of a folder. */
public sealed interface Listing {

  /**
   * The names directly in it, sorted bytewise; those of folders end with a slash.
   *
   * @param tagged whether reads of this backend carry its tags
   */
  record Names(List<String> names, Seen seen, boolean tagged) implements Listing {}

  /** The backend cannot list. */
  record Unsupported() implements Listing {}

  /** The list could not be read. */
  record Failed(Failure failure) implements Listing {}
}
