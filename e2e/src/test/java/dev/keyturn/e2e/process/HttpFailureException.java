package dev.keyturn.e2e.process;

/** A request that got no answer, or one that the caller did not expect. */
public final class HttpFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HttpFailureException(String message) {
    super(message);
  }

  HttpFailureException(String message, Throwable cause) {
    super(message, cause);
  }
}
