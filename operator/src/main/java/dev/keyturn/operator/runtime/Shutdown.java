package dev.keyturn.operator.runtime;

import java.time.Duration;

/** Ends the process in time, whatever hangs. */
final class Shutdown {
  private static final Duration AFTER_DRAIN = Duration.ofSeconds(5);

  private Shutdown() {}

  /**
   * Runs the work; when it takes longer than the drain and a little more, the process is halted.
   */
  static void within(Duration drain, Runnable work) {
    Thread watchdog =
        Thread.ofPlatform()
            .daemon()
            .name("shutdown-watchdog")
            .start(() -> {
              try {
                Thread.sleep(drain.plus(AFTER_DRAIN));
                Runtime.getRuntime().halt(1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try {
      work.run();
    } finally {
      watchdog.interrupt();
    }
  }
}
