package dev.keyturn.cli.dev;

/** A session cannot start or go on; the message says what to do. */
final class DevFailure extends Exception {
  private static final long serialVersionUID = 1L;

  DevFailure(String message) {
    super(message);
  }
}
