package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that hang beside one that answers, in virtual time. */
class LaneTurnsTest {
  private static final int SLOTS = 32;
  private static final long QUICK = Duration.ofMillis(100).toNanos();
  private static final long TIMEOUT = Duration.ofSeconds(15).toNanos();
  private static final long BACKOFF = Duration.ofSeconds(1).toNanos();
  private static final long EVERY = Duration.ofMillis(50).toNanos();
  private static final long END = Duration.ofMinutes(10).toNanos();

  private enum Kind {
    OFFER,
    END,
    LOOK
  }

  private record Event(long at, Kind kind, String key, Optional<FairSlots.Pass> pass) {}

  /** Ten minutes of syncs: a key is {@code store/name}. */
  private static final class Run {
    private final LaneTurns<String> turns = new LaneTurns<>(SLOTS);
    private final PriorityQueue<Event> events =
        new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));
    private final Map<String, Long> offered = new HashMap<>();
    private final List<Long> took = new ArrayList<>();

    /** How long the passes of the sound store took from when they were due, the longest last. */
    List<Long> with(int holes, int syncsOfEach) {
      for (int i = 0; i < holes * syncsOfEach; i++) {
        at(EVERY, Kind.OFFER, "hole-" + i % holes + "/" + i);
      }
      for (long at = 0; at < END; at += EVERY) {
        at(at, Kind.OFFER, "sound/" + at);
      }
      while (!events.isEmpty()) {
        act(events.poll());
      }
      assertThat(took).hasSize((int) (END / EVERY));
      return took.stream().sorted().toList();
    }

    private void at(long at, Kind kind, String key) {
      events.add(new Event(at, kind, key, Optional.empty()));
    }

    private void act(Event event) {
      boolean sound = event.key.startsWith("sound/");
      switch (event.kind) {
        case OFFER -> {
          offered.put(event.key, event.at);
          String store = event.key.substring(0, event.key.indexOf('/'));
          turns.offer(event.key, sound ? Lane.REFRESH : Lane.FIRST, store, "ns");
        }
        case END -> {
          turns.end(event.at, event.pass.orElseThrow());
          if (sound) {
            took.add(event.at - Objects.requireNonNull(offered.get(event.key)));
          } else if (event.at < END) {
            at(event.at + BACKOFF, Kind.OFFER, event.key);
          }
        }
        case LOOK -> {}
      }
      handOut(event.at);
    }

    private void handOut(long now) {
      for (var next = turns.next(now); next.isPresent(); next = turns.next(now)) {
        String key = next.get().key();
        long ends = now + (key.startsWith("sound/") ? QUICK : TIMEOUT);
        events.add(new Event(ends, Kind.END, key, Optional.of(next.get().pass())));
      }
      turns
          .nextBySlowness()
          .ifPresent(at -> {
            if (at > now && events.stream().noneMatch(event -> event.at == at)) {
              at(at, Kind.LOOK, "");
            }
          });
    }
  }

  private static long percentile99(List<Long> sorted) {
    return sorted.get(sorted.size() * 99 / 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 32, 33, 64, 120})
  void aSoundStoreIsAsQuickAsAlone(int holes) {
    List<Long> alone = new Run().with(0, 0);
    List<Long> together = new Run().with(holes, 20);
    assertThat(percentile99(together)).isLessThanOrEqualTo(2 * percentile99(alone));
    // None waits for the timeout of the others.
    assertThat(together.getLast()).isLessThan(Duration.ofSeconds(holes / 16 + 2).toNanos());
  }
}
