package dev.keyturn.operator.runtime;

import dev.keyturn.operator.kube.target.SecretIndex;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Looks after the watches of the Secret index once a minute: lists again where a watch was silent
 * for too long, and drops what the new list does not have. A dead connection may have no end, and a
 * lost event has no successor.
 */
final class IndexWatchdog implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  /** Two bookmark periods of an API server, the second one late. */
  private static final Duration SILENCE = Duration.ofMinutes(20);

  private final SecretIndex secrets;
  private final Scheduler<String> timer;

  /** Starts looking. */
  IndexWatchdog(SecretIndex secrets, LongSupplier nanoTime) {
    this.secrets = secrets;
    this.timer = new Scheduler<>("index-watchdog", nanoTime, this::look);
    timer.at("", BETWEEN_LOOKS);
  }

  private void look(String every) {
    secrets.restartSilent(SILENCE);
    secrets.watched().forEach(secrets::prune);
    timer.at(every, BETWEEN_LOOKS);
  }

  @Override
  public void close() {
    timer.close();
  }
}
