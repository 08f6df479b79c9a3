package dev.keyturn.operator.kube.event;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Turns facts into as few Event objects as possible: a fact that comes again within {@link #QUIET}
 * of its last time belongs to the series of the first one. Pure but for its memory; one thread.
 *
 * <p>The times are those of client-go's event_broadcaster.go.
 */
final class EventSeries {
  /** A series ends when its fact did not come for so long. */
  static final Duration QUIET = Duration.ofMinutes(6);

  /** A series that goes on is written down this often. */
  static final Duration HEARTBEAT = Duration.ofMinutes(30);

  /** Beyond these the oldest series ends early: its next fact is a new Event. */
  private static final int LARGEST = 10_000;

  private static final String DEFAULT_NAMESPACE = "default";
  private static final int LONGEST_PREFIX = 220;

  private final Supplier<String> suffix;
  private final Map<Key, Series> open = new LinkedHashMap<>();

  private record Key(String uid, String name, String reason, String type) {}

  private static final class Series {
    private final String namespace;
    private final String name;
    private int count = 1;
    private int told = 1;
    private Instant last;
    private Instant toldAt;

    Series(String namespace, String name, Instant at) {
      this.namespace = namespace;
      this.name = name;
      this.last = at;
      this.toldAt = at;
    }

    EventCall.Repeat tell(Instant now) {
      told = count;
      toldAt = now;
      return new EventCall.Repeat(namespace, name, count, last);
    }
  }

  /**
   * @param suffix makes the last part of an Event's name, never the same twice
   */
  EventSeries(Supplier<String> suffix) {
    this.suffix = suffix;
  }

  /** The call that the fact asks for, if any. */
  Optional<EventCall> observe(EventFact fact, Instant now) {
    EventFact.Reference regarding = fact.regarding();
    Key key = new Key(regarding.uid(), regarding.name(), fact.reason(), fact.type().text());
    Series series = open.get(key);
    if (series != null && now.isBefore(series.last.plus(QUIET))) {
      series.count++;
      series.last = now;
      return Optional.empty();
    }
    if (open.size() >= LARGEST) {
      open.remove(open.keySet().iterator().next());
    }
    String namespace = regarding.namespace().isEmpty() ? DEFAULT_NAMESPACE : regarding.namespace();
    Series first = new Series(namespace, name(regarding.name()), now);
    open.put(key, first);
    return Optional.of(new EventCall.Create(namespace, first.name, fact, now));
  }

  /** The calls that are due because time passed. */
  List<EventCall> tick(Instant now) {
    List<EventCall> due = new ArrayList<>();
    for (Iterator<Series> all = open.values().iterator(); all.hasNext(); ) {
      Series series = all.next();
      boolean over = !now.isBefore(series.last.plus(QUIET));
      boolean heartbeat = !now.isBefore(series.toldAt.plus(HEARTBEAT));
      if (series.count > series.told && (over || heartbeat)) {
        due.add(series.tell(now));
      }
      if (over) {
        all.remove();
      }
    }
    return due;
  }

  private String name(String regarding) {
    String prefix =
        regarding.length() > LONGEST_PREFIX ? regarding.substring(0, LONGEST_PREFIX) : regarding;
    return prefix + "." + suffix.get();
  }
}
