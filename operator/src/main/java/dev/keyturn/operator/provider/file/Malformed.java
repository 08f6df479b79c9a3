package dev.keyturn.operator.provider.file;

/** A file that does not follow its format; says nothing about it, and never leaves this package. */
final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  Malformed() {
    super(null, null, false, false);
  }
}
