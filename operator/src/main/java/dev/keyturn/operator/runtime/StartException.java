package dev.keyturn.operator.runtime;

/** The operator cannot start; the message is ours and says what to do. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }
}
