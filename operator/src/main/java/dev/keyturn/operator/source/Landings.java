package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.source.memory.CallRoom;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a read that ended: what is remembered of it, what is kept, and who is told.
 * Thread-safe.
 *
 * @param knowsVersions true where the backend tells versions without values
 * @param changed is told of a secret that changed, and who read it before
 */
record Landings(
    PoolParts parts,
    KnownSecrets secrets,
    KeptValues values,
    Instrumented calls,
    boolean knowsVersions,
    BiConsumer<RemoteRef, Set<String>> changed) {

  /**
   * A read ended; the value is owned by the flight from now on.
   *
   * @param room what its call holds, which the value takes the place of
   */
  void land(
      KnownSecret entry,
      RemoteRef ref,
      Flight flight,
      Outcome<RemoteValue> outcome,
      CallRoom room) {
    land(entry, ref, flight, answer(outcome, flight.startedAt(), room));
  }

  /** A read or a check ended. */
  void land(KnownSecret entry, RemoteRef ref, Flight flight, Answer read) {
    Answer answer = read;
    Set<String> toldReaders = Set.of();
    synchronized (entry) {
      entry.landed(flight);
      entry.check().judge(read, flight);
      if (read instanceof Answer.Good good) {
        if (entry.last() instanceof Answer.Good last && isRefused(entry, ref, last, good)) {
          answer = newerKept(ref, last, good);
          calls.regressed();
        } else {
          entry.older().settled(good.startedAt());
        }
      }
      if (entry.isNewest(flight) && answer.isVerdict()) {
        toldReaders = entry.toTell(answer, flight);
        entry.remember(answer);
        if (knowsVersions) {
          entry.check().remember(answer, flight, parts.fingerprints());
        }
        keep(ref, answer);
      }
      if (secrets.dropUnread(ref, entry)) {
        values.drop(ref);
      }
    }
    flight.land(answer);
    if (!toldReaders.isEmpty()) {
      changed.accept(ref, toldReaders);
    }
  }

  private static boolean isRefused(
      KnownSecret entry, RemoteRef ref, Answer.Good last, Answer.Good good) {
    return ref.version().isEmpty()
        && Regression.is(last.seen().version(), good.seen().version())
        && !entry.older().isBelieved(good.startedAt());
  }

  /** A replica lags behind: what was read before is still the newest that is known. */
  private Answer newerKept(RemoteRef ref, Answer.Good last, Answer.Good lagging) {
    discard(lagging);
    Seen seen = new Seen(last.seen().fingerprint(), last.seen().version(), lagging.startedAt());
    HeldValue kept = values.find(ref);
    if (kept == null || !kept.hold()) {
      return new Answer.Good(seen, null);
    }
    parts.inFlight().take(kept.size());
    return new Answer.Good(seen, kept);
  }

  private void discard(Answer.Good good) {
    HeldValue held = good.held();
    if (held != null) {
      held.release();
      parts.inFlight().free(held.size());
    }
  }

  private Answer answer(Outcome<RemoteValue> outcome, long startedAt, CallRoom room) {
    return switch (outcome) {
      case Outcome.Ok<RemoteValue>(RemoteValue value) -> {
        parts.inFlight().land(value.payload().size(), room);
        Seen seen = new Seen(parts.fingerprints().of(value), value.version(), startedAt);
        yield new Answer.Good(seen, new HeldValue(value));
      }
      case Outcome.Failed<RemoteValue>(Failure failure) -> new Answer.Refused(failure, startedAt);
    };
  }

  private void keep(RemoteRef ref, Answer answer) {
    if (!(answer instanceof Answer.Good(Seen seen, @Nullable HeldValue held))) {
      values.drop(ref);
    } else if (held != null && values.find(ref) != held) {
      values.keep(ref, held);
    }
  }
}
