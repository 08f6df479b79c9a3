package dev.keyturn.operator.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Hands on together what is asked for within a moment, by group. Thread-safe.
 *
 * @param <A> one who asks
 */
final class Gathering<A> {
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final ScheduledExecutorService timer;
  private final BiConsumer<String, List<A>> send;
  private final Map<String, List<A>> open = new HashMap<>();

  /**
   * @param send takes a group and those who ask of it, on a thread of its own
   */
  Gathering(ScheduledExecutorService timer, BiConsumer<String, List<A>> send) {
    this.timer = timer;
    this.send = send;
  }

  /**
   * One more asks.
   *
   * @param most who are handed on together; then no moment is waited for
   */
  void add(String group, A asked, int most) {
    synchronized (open) {
      List<A> together = open.computeIfAbsent(group, each -> new ArrayList<>());
      together.add(asked);
      if (together.size() == most) {
        open.remove(group);
        Thread.ofVirtual().start(() -> send.accept(group, together));
      } else if (together.size() == 1) {
        timer.schedule(
            () -> Thread.ofVirtual().start(() -> sendWhatIsLeft(group, together)),
            MOMENT.toMillis(),
            TimeUnit.MILLISECONDS);
      }
    }
  }

  private void sendWhatIsLeft(String group, List<A> together) {
    synchronized (open) {
      if (!open.remove(group, together)) {
        return;
      }
    }
    send.accept(group, together);
  }
}
