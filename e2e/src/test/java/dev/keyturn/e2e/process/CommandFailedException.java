package dev.keyturn.e2e.process;

/** A command that a test relied on ended with an error or not at all. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandFailedException(String message) {
    super(message);
  }
}
