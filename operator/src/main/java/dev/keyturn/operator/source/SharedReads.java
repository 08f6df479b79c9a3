package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.memory.CallRoom;
import java.time.Duration;
import java.util.HashSet;
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
  private final KnownSecrets secrets;
  private final KeptValues values;
  private final Landings landings;
  private final ReaderCopies copies;

  /**
   * Reads of one connection.
   *
   * @param single reads one secret
   * @param batches reads several; empty where the backend cannot
   * @param lists tell the versions of several; empty where the backend has none
   * @param changed is told of a secret that changed, and who read it before
   */
  SharedReads(
      ReadBackend single,
      Optional<BatchCalls> batches,
      Optional<VersionListCalls> lists,
      ConnectionSettings settings,
      PoolParts parts,
      Instrumented calls,
      Ticks ticks,
      BiConsumer<RemoteRef, Set<String>> changed) {
    this.settings = settings;
    this.parts = parts;
    this.calls = calls;
    this.ticks = ticks;
    this.secrets = new KnownSecrets(lists.isPresent());
    this.values = new KeptValues(settings, parts.kept(), ticks);
    this.copies = new ReaderCopies(parts.inFlight());
    ReadBackend checked =
        lists
            .<ReadBackend>map(
                each -> new ListedVersions(single, each, secrets, parts, calls, ticks))
            .orElse(single);
    this.landings = new Landings(parts, secrets, values, calls, checked.knowsVersions(), changed);
    this.backend =
        batches
            .<ReadBackend>map(each -> new GatheredReads(checked, each, secrets, landings, ticks))
            .orElse(checked);
  }

  /** Answers a wish from memory, from a read on its way, or by a read of its own. */
  Reading read(ReadWish asked, Lease lease) {
    KnownSecret entry = secrets.of(asked.ref());
    ReadWish wish;
    Answering answering;
    synchronized (entry) {
      wish = entry.afterWrites(asked);
      secrets.enter(entry, wish);
      entry.wished(wish, ticks.now());
      Answering known = fromMemory(entry, wish);
      answering = known == null ? joinOrStart(entry, wish, lease) : known;
    }
    // Not under the lock of the secret: a large value may have to wait for room.
    return switch (answering) {
      case Answering.Said(Reading reading) -> reading;
      case Answering.Kept(HeldValue kept, Seen seen) -> {
        try {
          yield copies.ofKept(kept, seen, wish);
        } finally {
          kept.release();
        }
      }
      case Answering.Flying(Flight flight) -> await(flight, wish);
    };
  }

  private Answering joinOrStart(KnownSecret entry, ReadWish wish, Lease lease) {
    Flight running = entry.underWay(wish);
    if (running != null && running.join(wish.reader())) {
      calls.shared();
      return new Answering.Flying(running);
    }
    calls.cache("miss");
    Flight fresh =
        new Flight(ticks.now(), wish.reader(), lease, parts.inFlight(), entry.checkable(wish));
    entry.start(fresh);
    Thread.ofVirtual().start(() -> begin(entry, wish.ref(), fresh));
    return new Answering.Flying(fresh);
  }

  /** True where the wish can only be met by a call that has not begun yet. */
  boolean needsCall(ReadWish asked) {
    KnownSecret entry = secrets.find(asked.ref());
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
    secrets.forget(reader, values::drop);
  }

  /** We wrote the secret: what was read before that answers nobody any more. */
  void written(RemoteRef ref) {
    KnownSecret entry = secrets.find(ref);
    if (entry != null) {
      synchronized (entry) {
        entry.written(ticks.now());
      }
    }
  }

  /** How many secrets are known. */
  int known() {
    return secrets.size();
  }

  /** True where somebody reads anything. */
  boolean hasReaders() {
    return secrets.hasReaders();
  }

  /** True where somebody reads a version of this key. */
  boolean isRead(String key) {
    return !secrets.versionsOf(Set.of(key)).isEmpty();
  }

  /**
   * Others wrote these keys, as far as the backend tells: what was read before answers nobody any
   * more.
   *
   * @return who reads them
   */
  Set<String> outdated(Set<String> keys) {
    Set<String> readers = new HashSet<>();
    for (RemoteRef ref : secrets.versionsOf(keys)) {
      KnownSecret entry = secrets.find(ref);
      if (entry != null) {
        synchronized (entry) {
          entry.written(ticks.now());
          readers.addAll(entry.readers());
        }
      }
    }
    return readers;
  }

  /** Wipes every value. */
  void close() {
    secrets.clear();
    values.close();
  }

  private @Nullable Answering fromMemory(KnownSecret entry, ReadWish wish) {
    return switch (entry.last()) {
      case null -> null;
      case Answer.Refused refused -> {
        if (!entry.answers(refused, wish, ticks)) {
          yield null;
        }
        calls.cache("negative");
        yield new Answering.Said(new Reading.Failed(refused.failure()));
      }
      case Answer.Good good -> {
        if (!entry.answers(good, wish, ticks)) {
          yield null;
        }
        Answering known = known(wish, good.seen());
        if (known != null) {
          calls.cache("hit");
        }
        yield known;
      }
    };
  }

  private @Nullable Answering known(ReadWish wish, Seen seen) {
    if (wish.saw(seen)) {
      return new Answering.Said(new Reading.Unchanged(seen));
    }
    HeldValue kept = values.find(wish.ref());
    return kept != null && kept.hold() ? new Answering.Kept(kept, seen) : null;
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
    // Its room is held until the value has landed, so that nobody takes it in between.
    CallRoom.run(flight::readers, room -> fly(entry, ref, flight, tries, room));
  }

  private void fly(KnownSecret entry, RemoteRef ref, Flight flight, int tries, CallRoom room) {
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
      landings.land(entry, ref, flight, outcome, room);
    }
  }

  private Reading await(Flight flight, ReadWish wish) {
    try {
      return switch (flight.await(wish.deadline())) {
        case null -> new Reading.Failed(Failure.of(FailureClass.Timeout));
        case Answer.Refused(Failure failure, long startedAt) -> new Reading.Failed(failure);
        case Answer.Good(Seen seen, @Nullable HeldValue held) -> {
          if (wish.saw(seen)) {
            yield new Reading.Unchanged(seen);
          }
          // Only an answer that lagged behind comes without its value.
          yield held == null
              ? new Reading.Failed(Failure.of(FailureClass.Unavailable))
              : copies.ofFlight(flight, held, seen, wish);
        }
      };
    } finally {
      flight.leave();
    }
  }

  /** What answers a wish. */
  private sealed interface Answering {
    record Said(Reading reading) implements Answering {}

    /** A value that is held for us. */
    record Kept(HeldValue value, Seen seen) implements Answering {}

    record Flying(Flight flight) implements Answering {}
  }
}
