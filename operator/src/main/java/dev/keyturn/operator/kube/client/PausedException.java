package dev.keyturn.operator.kube.client;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends a call before it leaves, as if the server had hung up; informers come back by themselves.
 */
final class PausedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Duration left;

  PausedException(Duration left) {
    super("the API server asked to wait");
    this.left = left;
  }

  Duration left() {
    return left;
  }
}
