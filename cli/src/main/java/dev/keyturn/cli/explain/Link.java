package dev.keyturn.cli.explain;

/**
 * One link of the chain from a store to a Secret.
 *
 * @param subject what it is, as {@code SecretStore shop/vault}
 * @param words how it is, in one line
 */
record Link(Mark mark, String subject, String words) {
  static Link ok(String subject, String words) {
    return new Link(Mark.OK, subject, words);
  }

  static Link broken(String subject, String words) {
    return new Link(Mark.BROKEN, subject, words);
  }

  static Link note(String subject, String words) {
    return new Link(Mark.NOTE, subject, words);
  }

  static Link unknown(String subject, String words) {
    return new Link(Mark.UNKNOWN, subject, words);
  }

  @Override
  public String toString() {
    return mark.sign() + " " + subject + (words.isEmpty() ? "" : "   " + words);
  }
}
