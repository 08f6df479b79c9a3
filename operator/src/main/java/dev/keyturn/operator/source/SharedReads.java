package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.source.guard.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One read of a secret for all who want it. Concurrent reads of one secret are one call; a reader
 * whose last sight is confirmed by a newer read of somebody else gets that verdict without a call;
 * a read that finds a change tells everyone else who reads the secret. Thread-safe.
 */
final class SharedReads {
  private final ReadBackend backend;
  private final ConnectionSettings settings;
  private final PoolParts parts;
  private final Instrumented calls;
  private final Ticks ticks;
  private final KnownSecrets known = new KnownSecrets();
  private final KeptValues values;
  private final Landings landings;

  /**
   * Reads of one connection.
   *
   * @param single reads one secret
   * @param batches reads several; empty where the backend cannot
   * @param changed is told of a secret that changed, and who read it before
   */
  SharedReads(
      ReadBackend single,
      Optional<BatchCalls> batches,
      ConnectionSettings settings,
      PoolParts parts,
      Instrumented calls,
      Ticks ticks,
      BiConsumer<RemoteRef, Set<String>> changed) {
    this.settings = settings;
    this.parts = parts;
    this.calls = calls;
    this.ticks = ticks;
    this.values = new KeptValues(settings, parts.kept(), ticks);
    this.landings = new Landings(parts, values, calls, single.knowsVersions(), changed);
    this.backend =
        batches
            .<ReadBackend>map(each -> new GatheredReads(single, each, known, landings, ticks))
            .orElse(single);
  }

  /** Answers a wish from memory, from a read on its way, or by a read of its own. */
  Reading read(ReadWish asked, Lease lease) {
    KnownSecret entry = known.of(asked.ref());
    Flight flight;
    ReadWish wish;
    synchronized (entry) {
      wish = entry.afterWrites(asked);
      known.enter(entry, wish);
      entry.wished(wish, ticks.now());
      Reading known = fromMemory(entry, wish);
      if (known != null) {
        calls.cache(known instanceof Reading.Failed ? "negative" : "hit");
        return known;
      }
      Flight running = entry.underWay(wish);
      if (running != null && running.join(wish.reader())) {
        calls.shared();
        flight = running;
      } else {
        calls.cache("miss");
        Flight fresh =
            new Flight(ticks.now(), wish.reader(), lease, parts.inFlight(), entry.checkable(wish));
        entry.start(fresh);
        flight = fresh;
        Thread.ofVirtual().start(() -> begin(entry, wish.ref(), fresh));
      }
    }
    return await(flight, wish);
  }

  /** True where the wish can only be met by a call that has not begun yet. */
  boolean needsCall(ReadWish asked) {
    KnownSecret entry = known.find(asked.ref());
    if (entry == null) {
      return true;
    }
    synchronized (entry) {
      ReadWish wish = entry.afterWrites(asked);
      if (entry.underWay(wish) != null) {
        return false;
      }
      return switch (entry.last()) {
        case null -> true;
        case Answer.Refused refused -> !entry.answers(refused, wish, ticks);
        case Answer.Good good ->
            !entry.answers(good, wish, ticks)
                || !(wish.saw(good.seen()) || values.find(wish.ref()) != null);
      };
    }
  }

  /** Forgets a reader, so that it is not woken any more. */
  void forget(String reader) {
    known.forget(reader, values::drop);
  }

  /** We wrote the secret: what was read before that answers nobody any more. */
  void written(RemoteRef ref) {
    KnownSecret entry = known.find(ref);
    if (entry != null) {
      synchronized (entry) {
        entry.written(ticks.now());
      }
    }
  }

  /** Wipes every value. */
  void close() {
    known.clear();
    values.close();
  }

  private @Nullable Reading fromMemory(KnownSecret entry, ReadWish wish) {
    return switch (entry.last()) {
      case null -> null;
      case Answer.Refused refused ->
          entry.answers(refused, wish, ticks) ? new Reading.Failed(refused.failure()) : null;
      case Answer.Good good -> {
        if (!entry.answers(good, wish, ticks)) {
          yield null;
        }
        if (wish.saw(good.seen())) {
          yield new Reading.Unchanged(good.seen());
        }
        HeldValue cached = values.find(wish.ref());
        RemoteValue copy = cached == null ? null : cached.copy();
        yield copy == null ? null : new Reading.Value(copy, good.seen());
      }
    };
  }

  /** Asks for the version alone where that may do, and reads where it does not. */
  private void begin(KnownSecret entry, RemoteRef ref, Flight flight) {
    VersionCheck.Confirmable known = flight.checks();
    if (known != null && isNewest(known, ref, flight.lease())) {
      Seen seen = new Seen(known.seen().fingerprint(), known.seen().version(), flight.startedAt());
      landings.land(entry, ref, flight, new Answer.Good(seen, null));
    } else {
      fly(entry, ref, flight, 1);
    }
  }

  /** Whatever a check fails for, a read may work. */
  private boolean isNewest(VersionCheck.Confirmable known, RemoteRef ref, Lease lease) {
    return calls.guarded("check", () -> backend.newest(ref, lease))
            instanceof Outcome.Ok<Optional<VersionMark>>(Optional<VersionMark> newest)
        && newest.map(parts.fingerprints()::of).filter(known.mark()::equals).isPresent();
  }

  private void fly(KnownSecret entry, RemoteRef ref, Flight flight, int tries) {
    Outcome<RemoteValue> outcome = calls.guarded("read", () -> backend.read(ref, flight.lease()));
    Optional<Duration> again =
        outcome instanceof Outcome.Failed<RemoteValue>(Failure failure)
            ? settings.retry().after(tries, failure.kind(), parts.random())
            : Optional.empty();
    if (again.isPresent()
        && flight.isAwaited()
        && !backend.isShut(flight.lease())
        && !parts.timer().isShutdown()) {
      Runnable next = () -> Thread.ofVirtual().start(() -> fly(entry, ref, flight, tries + 1));
      parts.timer().schedule(next, again.get().toMillis(), TimeUnit.MILLISECONDS);
    } else {
      landings.land(entry, ref, flight, outcome);
    }
  }

  private static Reading await(Flight flight, ReadWish wish) {
    try {
      return switch (flight.await(wish.deadline())) {
        case null -> new Reading.Failed(Failure.of(FailureClass.Timeout));
        case Answer.Refused(Failure failure, long startedAt) -> new Reading.Failed(failure);
        case Answer.Good(Seen seen, @Nullable HeldValue held) -> {
          if (wish.saw(seen)) {
            yield new Reading.Unchanged(seen);
          }
          RemoteValue copy = held == null ? null : held.copy();
          // Only an answer that lagged behind comes without its value.
          yield copy == null
              ? new Reading.Failed(Failure.of(FailureClass.Unavailable))
              : new Reading.Value(copy, seen);
        }
      };
    } finally {
      flight.leave();
    }
  }
}
