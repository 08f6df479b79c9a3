package dev.keyturn.operator.kube.masked;

import java.io.Serial;

/** What came is no JSON, or no Secret. Says nothing of it. */
final class BrokenJsonException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  BrokenJsonException() {
    super(null, null, false, false);
  }
}
