package dev.keyturn.operator.runtime;

import dev.keyturn.operator.kube.client.OpenWatches;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a cache listed anew whose watch is open and silent: its connection may be dead without an
 * end, or the API server may have forgotten it.
 */
final class SilenceWatchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SilenceWatchdog.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

  private final OpenWatches watches;
  private final Scheduler<String> timer;

  /** Starts looking. */
  SilenceWatchdog(OpenWatches watches, Surroundings surroundings) {
    this.watches = watches;
    this.timer = surroundings.scheduler("silence-watchdog", this::begin);
    timer.at("", BETWEEN_LOOKS);
  }

  /** What ends a watch runs its handlers, and the timer has no time for them. */
  private void begin(String every) {
    Thread.ofVirtual().name("silence-watchdog").start(this::look);
    timer.at(every, BETWEEN_LOOKS);
  }

  private void look() {
    for (String resource : watches.expireSilent()) {
      LOG.atInfo().addKeyValue("resource", resource).log("a watch was silent");
    }
  }

  /** The kinds that this process may not watch. */
  Set<String> forbidden() {
    return watches.forbidden();
  }

  @Override
  public void close() {
    timer.close();
  }
}
