package dev.keyturn.operator.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When the source may be read only because time has passed. A window that denies beats one that
 * allows; where none allows, everything is open that is not denied.
 */
public record SyncWindows(List<CronWindow> allow, List<CronWindow> deny) {
  /** Open at all times. */
  public static final SyncWindows ALWAYS = new SyncWindows(List.of(), List.of());

  /**
   * Looks at a window in one search. Enough for any sensible set of them; where it is not, the
   * search goes on from where it came to when that moment has come.
   */
  private static final int MOST_LOOKS = 2000;

  private static final int LEAST_STEPS = 5;

  /** True where nothing is ever forbidden. */
  public boolean isAlwaysOpen() {
    return allow.isEmpty() && deny.isEmpty();
  }

  public boolean isOpen(Instant time) {
    return deny.stream().noneMatch(window -> window.covers(time))
        && (allow.isEmpty() || allow.stream().anyMatch(window -> window.covers(time)));
  }

  /**
   * The first moment from the given one on that is open; where none is near, a moment before which
   * there is none.
   */
  Instant nextOpen(Instant time) {
    Instant candidate = time;
    int steps = Math.max(LEAST_STEPS, MOST_LOOKS / (1 + allow.size() + deny.size()));
    for (int step = 0; step < steps; step++) {
      Instant from = candidate;
      Optional<Instant> denied = ends(deny, from).max(Comparator.naturalOrder());
      if (denied.isPresent()) {
        candidate = denied.get();
      } else if (allow.isEmpty() || ends(allow, from).findAny().isPresent()) {
        return from;
      } else {
        candidate = starts(allow, from).min(Comparator.naturalOrder()).orElseThrow();
      }
    }
    return candidate;
  }

  /** How long it stays open at least, from an open moment on; capped at the given length. */
  Duration openFor(Instant time, Duration most) {
    Stream<Instant> denials = starts(deny, time);
    Stream<Instant> closings = ends(allow, time).max(Comparator.naturalOrder()).stream();
    Instant end =
        Stream.concat(denials, closings).min(Comparator.naturalOrder()).orElse(time.plus(most));
    Duration open = Duration.between(time, end);
    return open.compareTo(most) < 0 ? open : most;
  }

  private static Stream<Instant> ends(List<CronWindow> windows, Instant time) {
    return windows.stream().flatMap(window -> window.end(time).stream());
  }

  private static Stream<Instant> starts(List<CronWindow> windows, Instant time) {
    return windows.stream().map(window -> window.nextStart(time));
  }
}
