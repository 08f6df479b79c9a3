package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The wait after a failure. Used by one pass at a time. */
final class RetryWait {
  private Duration last = Duration.ZERO;
  private @Nullable ErrorClass failure;
  private long notBefore;
  private boolean on;

  /**
   * The wait before, that the backoff goes on from; zero where the failure before was another one:
   * its long wait says nothing about this one.
   */
  Duration last(ErrorClass why) {
    return failure == why ? last : Duration.ZERO;
  }

  void begin(ErrorClass why, Duration wait, long now) {
    failure = why;
    last = wait;
    notBefore = now + wait.toNanos();
    on = true;
  }

  boolean isOn(long now) {
    return on && now - notBefore < 0;
  }

  /** True until something has worked. */
  boolean isOwed() {
    return on;
  }

  /** Something has worked. */
  void over() {
    failure = null;
    on = false;
  }
}
