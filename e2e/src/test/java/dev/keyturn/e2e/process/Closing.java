package dev.keyturn.e2e.process;

import org.jspecify.annotations.Nullable;

/** Closes several things although one of them fails. */
public final class Closing {
  private Closing() {}

  /** In the given order; null is skipped. Throws the first failure with the others suppressed. */
  public static void inOrder(@Nullable AutoCloseable... closeables) {
    IllegalStateException failure = null;
    for (AutoCloseable closeable : closeables) {
      try {
        if (closeable != null) {
          closeable.close();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("could not be closed", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
