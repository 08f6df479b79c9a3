package dev.keyturn.operator.engine.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * When an object is read because time has passed: at the points of its grid, where the windows are
 * open; a point that they forbid is due when they open, a little later for each object, so that the
 * opening is no rush. Nothing is remembered, so the due times are the same after a restart.
 */
public final class DueTimes {
  private static final Duration LONGEST_JITTER = Duration.ofMinutes(5);

  private final String uid;
  private final RefreshGrid grid;
  private final SyncWindows windows;

  public DueTimes(String uid, Duration interval, SyncWindows windows) {
    this.uid = uid;
    this.grid = new RefreshGrid(uid, interval);
    this.windows = windows;
  }

  /** The first due time strictly after the given time. */
  public Instant nextAfter(Instant time) {
    if (!windows.isAlwaysOpen()) {
      Instant missed = allowed(grid.lastUntil(time));
      if (missed.isAfter(time)) {
        return missed;
      }
    }
    return allowed(grid.nextAfter(time));
  }

  /** The time itself where the windows are open then, else shortly after they have opened. */
  public Instant allowed(Instant time) {
    if (windows.isAlwaysOpen() || windows.isOpen(time)) {
      return time;
    }
    Instant opening = windows.nextOpen(time);
    Duration tenth = windows.openFor(opening, LONGEST_JITTER.multipliedBy(10)).dividedBy(10);
    return opening.plus(Spread.within(uid + '@' + opening.getEpochSecond(), tenth));
  }
}
