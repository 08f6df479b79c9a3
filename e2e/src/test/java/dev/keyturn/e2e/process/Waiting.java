package dev.keyturn.e2e.process;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits that always end. */
public final class Waiting {
  private static final Duration POLL = Duration.ofMillis(50);

  private Waiting() {}

  /** Throws {@link IllegalStateException} with the complaint when the limit passes. */
  public static void until(Duration limit, Probe probe, Supplier<String> complaint) {
    try {
      Awaitility.await()
          .atMost(limit)
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .ignoreExceptionsInstanceOf(IOException.class)
          .ignoreExceptionsInstanceOf(HttpFailureException.class)
          .until(probe::ready);
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException("after " + limit + ": " + complaint.get(), e);
    }
  }
}
