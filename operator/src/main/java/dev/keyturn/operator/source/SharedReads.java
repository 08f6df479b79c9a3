package dev.keyturn.operator.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One read of a secret for all who want it. Concurrent reads of one secret are one call; a reader
 * whose last sight is confirmed by a newer read of somebody else gets that verdict without a call;
 * a read that finds a change tells everyone else who reads the secret. Thread-safe.
 */
final class SharedReads {
  /** A missing or refused secret is not asked for again by other readers within this time. */
  private static final Duration NEGATIVE_LIFETIME = Duration.ofMinutes(1);

  private final Function<RemoteRef, Outcome<RemoteValue>> backend;
  private final Fingerprints fingerprints;
  private final Instrumented calls;
  private final Ticks ticks;
  private final BiConsumer<RemoteRef, Set<String>> changed;
  private final Map<RemoteRef, Entry> entries = new ConcurrentHashMap<>();
  private final @Nullable Cache<RemoteRef, HeldValue> values;
  private volatile boolean closed;

  SharedReads(
      Function<RemoteRef, Outcome<RemoteValue>> backend,
      ConnectionSettings settings,
      Fingerprints fingerprints,
      Instrumented calls,
      Ticks ticks,
      BiConsumer<RemoteRef, Set<String>> changed) {
    this.backend = backend;
    this.fingerprints = fingerprints;
    this.calls = calls;
    this.ticks = ticks;
    this.changed = changed;
    this.values = values(settings, ticks);
  }

  private static @Nullable Cache<RemoteRef, HeldValue> values(
      ConnectionSettings settings, Ticks ticks) {
    if (settings.valueLifetime().isZero() || settings.mostValues() == 0) {
      return null;
    }
    return Caffeine.newBuilder()
        .expireAfterWrite(settings.valueLifetime())
        .maximumSize(settings.mostValues())
        .ticker((Ticker) ticks::now)
        .executor(Runnable::run)
        .removalListener(
            (@Nullable RemoteRef ref, @Nullable HeldValue value, RemovalCause cause) -> {
              if (value != null) {
                value.release();
              }
            })
        .build();
  }

  /** Answers a wish from memory, from a read on its way, or by a read of its own. */
  Reading read(ReadWish asked) {
    Entry entry = entries.computeIfAbsent(asked.ref(), ref -> new Entry());
    Flight flight;
    ReadWish wish;
    synchronized (entry) {
      wish = entry.afterWrites(asked);
      entry.readers.add(wish.reader());
      Reading known = fromMemory(entry, wish);
      if (known != null) {
        calls.cache(known instanceof Reading.Failed ? "negative" : "hit");
        return known;
      }
      Flight running = entry.flight;
      if (running != null
          && running.startedAt() - wish.notBefore() >= 0
          && running.join(wish.reader())) {
        calls.shared();
        flight = running;
      } else {
        calls.cache("miss");
        Flight fresh = new Flight(ticks.now(), wish.reader());
        entry.flight = fresh;
        flight = fresh;
        Thread.ofVirtual().start(() -> fly(entry, wish.ref(), fresh));
      }
    }
    return await(flight, wish);
  }

  /** Forgets a reader, so that it is not woken any more. */
  void forget(String reader) {
    for (Map.Entry<RemoteRef, Entry> each : entries.entrySet()) {
      synchronized (each.getValue()) {
        each.getValue().readers.remove(reader);
        if (each.getValue().readers.isEmpty() && each.getValue().flight == null) {
          entries.remove(each.getKey());
          drop(each.getKey());
        }
      }
    }
  }

  /** We wrote the secret: what was read before that answers nobody any more. */
  void written(RemoteRef ref) {
    Entry entry = entries.get(ref);
    if (entry != null) {
      synchronized (entry) {
        entry.written = true;
        entry.writtenAt = ticks.now();
      }
    }
  }

  /** Wipes every value. */
  void close() {
    closed = true;
    entries.clear();
    if (values != null) {
      values.invalidateAll();
      values.cleanUp();
    }
  }

  private @Nullable Reading fromMemory(Entry entry, ReadWish wish) {
    Answer last = entry.last;
    if (last == null || last.startedAt() - wish.notBefore() < 0) {
      return null;
    }
    Duration age = ticks.since(last.startedAt());
    return switch (last) {
      case Answer.Refused(Failure failure, long startedAt) ->
          age.compareTo(shorter(NEGATIVE_LIFETIME, wish.greatestAge())) < 0
              ? new Reading.Failed(failure)
              : null;
      case Answer.Good(Seen seen, @Nullable HeldValue held) -> {
        if (age.compareTo(wish.greatestAge()) >= 0) {
          yield null;
        }
        if (confirms(seen, wish)) {
          yield new Reading.Unchanged(seen);
        }
        HeldValue cached = values == null ? null : values.getIfPresent(wish.ref());
        RemoteValue copy = cached == null ? null : cached.copy();
        yield copy == null ? null : new Reading.Value(copy, seen);
      }
    };
  }

  private static boolean confirms(Seen seen, ReadWish wish) {
    return wish.seen().isPresent() && wish.seen().get().fingerprint().equals(seen.fingerprint());
  }

  private void fly(Entry entry, RemoteRef ref, Flight flight) {
    Answer answer = answer(calls.guarded("read", () -> backend.apply(ref)), flight.startedAt());
    Set<String> toldReaders = Set.of();
    synchronized (entry) {
      if (entry.flight == flight) {
        entry.flight = null;
      }
      boolean newest = entry.last == null || flight.startedAt() - entry.last.startedAt() >= 0;
      if (newest && answer.isVerdict()) {
        toldReaders = differs(entry.last, answer) ? othersThan(flight, entry) : Set.of();
        remember(entry, ref, answer);
      }
    }
    flight.land(answer);
    if (!toldReaders.isEmpty()) {
      changed.accept(ref, toldReaders);
    }
  }

  private Answer answer(Outcome<RemoteValue> outcome, long startedAt) {
    return switch (outcome) {
      case Outcome.Ok<RemoteValue>(RemoteValue value) ->
          new Answer.Good(
              new Seen(fingerprints.of(value.payload()), value.version(), startedAt),
              new HeldValue(value));
      case Outcome.Failed<RemoteValue>(Failure failure) -> new Answer.Refused(failure, startedAt);
    };
  }

  private void remember(Entry entry, RemoteRef ref, Answer answer) {
    switch (answer) {
      case Answer.Good(Seen seen, @Nullable HeldValue held) -> {
        entry.last = new Answer.Good(seen, null);
        if (values != null && held != null && held.hold()) {
          values.put(ref, held);
          if (closed) {
            drop(ref);
          }
        }
      }
      case Answer.Refused refused -> {
        entry.last = refused;
        drop(ref);
      }
    }
  }

  private void drop(RemoteRef ref) {
    if (values != null) {
      values.invalidate(ref);
    }
  }

  /** Who waits for the flight sees the change in its answer, and would only read again. */
  private static Set<String> othersThan(Flight flight, Entry entry) {
    Set<String> others = new HashSet<>(entry.readers);
    others.removeAll(flight.readers());
    return others;
  }

  private static boolean differs(@Nullable Answer before, Answer now) {
    return switch (before) {
      case null -> false;
      case Answer.Refused refused -> now instanceof Answer.Good;
      case Answer.Good(Seen seen, @Nullable HeldValue held) ->
          !(now instanceof Answer.Good good
              && good.seen().fingerprint().equals(seen.fingerprint()));
    };
  }

  private static Reading await(Flight flight, ReadWish wish) {
    try {
      return switch (flight.await(wish.deadline())) {
        case null -> new Reading.Failed(Failure.of(FailureClass.Timeout));
        case Answer.Refused(Failure failure, long startedAt) -> new Reading.Failed(failure);
        case Answer.Good(Seen seen, @Nullable HeldValue held) -> {
          if (confirms(seen, wish)) {
            yield new Reading.Unchanged(seen);
          }
          RemoteValue copy = held == null ? null : held.copy();
          yield copy == null
              ? new Reading.Failed(Failure.of(FailureClass.Internal))
              : new Reading.Value(copy, seen);
        }
      };
    } finally {
      flight.leave();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static final class Entry {
    private final Set<String> readers = ConcurrentHashMap.newKeySet();
    private @Nullable Flight flight;
    private @Nullable Answer last;
    private boolean written;
    private long writtenAt;

    ReadWish afterWrites(ReadWish wish) {
      return written && writtenAt - wish.notBefore() > 0
          ? new ReadWish(
              wish.reader(),
              wish.ref(),
              wish.seen(),
              writtenAt,
              wish.greatestAge(),
              wish.deadline())
          : wish;
    }
  }
}
