package dev.keyturn.devcluster.fault;

import java.time.Duration;

/** What goes wrong with one event of a watch. */
public sealed interface WatchFault {
  /** It is sent once, as it should be. */
  record None() implements WatchFault {}

  /** It is never sent. */
  record Dropped() implements WatchFault {}

  /** It is sent more than once. */
  record Repeated(int copies) implements WatchFault {}

  /** It is sent, and after it what the object was before. */
  record Overtaking() implements WatchFault {}

  /** Half of it is sent, as a line of its own. */
  record Garbled() implements WatchFault {}

  /** It is sent later, and so is everything behind it on the same watch. */
  record Delayed(Duration delay) implements WatchFault {}
}
