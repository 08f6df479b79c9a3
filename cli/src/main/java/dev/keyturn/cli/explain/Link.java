package dev.keyturn.cli.explain;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * One link of the chain from a store to a Secret.
 *
 * @param subject what it is, as {@code SecretStore shop/vault}
 * @param words how it is, in one line
 */
record Link(Mark mark, String subject, String words) {
  private static final String MISSING = "is not there";

  static Link ok(String subject, String words) {
    return new Link(Mark.OK, subject, words);
  }

  static Link broken(String subject, String words) {
    return new Link(Mark.BROKEN, subject, words);
  }

  static Link missing(String subject) {
    return broken(subject, MISSING);
  }

  static Link note(String subject, String words) {
    return new Link(Mark.NOTE, subject, words);
  }

  static Link unknown(String subject, String words) {
    return new Link(Mark.UNKNOWN, subject, words);
  }

  /** True where what it speaks of does not exist. */
  @JsonIgnore
  boolean isMissing() {
    return words.equals(MISSING);
  }

  @Override
  public String toString() {
    return mark.sign() + " " + subject + (words.isEmpty() ? "" : "   " + words);
  }
}
