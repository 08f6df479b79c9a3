package dev.keyturn.operator.runtime.leadership;

import dev.keyturn.operator.runtime.leadership.LeaseGateway.Reply;
import dev.keyturn.operator.runtime.leadership.LeaseGateway.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of one candidate for a Lease, without a thread or a clock. Its calls belong to one
 * thread; {@link #holds} may be asked by any.
 *
 * <p>Why two never hold: a holder believes in a renewal for the lease duration less a margin,
 * counted from <em>before</em> the renewal was sent. Another candidate takes over only after it saw
 * the record unchanged for the whole duration, counted from <em>after</em> it was received. Both
 * count on their own monotonic clock, so wall clocks do not matter; a late write of the old holder
 * fails on the version.
 */
final class LeaseClaim {
  private final String identity;
  private final LeaseTimes times;

  private @Nullable Seen seen;
  private @Nullable Absence absence;
  private boolean othersSeen;
  private volatile @Nullable Long heldUntil;

  /** A record, and when it was first received in this version. */
  private record Seen(LeaseRecord lease, String version, long since) {}

  /** There is no Lease; it may be created from then on. */
  private record Absence(long creatableAt) {}

  LeaseClaim(String identity, LeaseTimes times) {
    this.identity = identity;
    this.times = times;
  }

  /** True while no other candidate can have taken over. */
  boolean holds(long now) {
    Long until = heldUntil;
    return until != null && until - now > 0;
  }

  /** What the record says that was seen last: up to when all that was due had been attempted. */
  Optional<Instant> servedUntil() {
    Seen current = seen;
    return current == null ? Optional.empty() : current.lease().servedUntil();
  }

  /** The call to make now. */
  Request next(long now, Instant wall) {
    Seen current = seen;
    if (current == null) {
      return mayCreate(now) ? new Request.Create(mine(null, wall)) : new Request.Read();
    }
    if (isMine(current) || current.lease().isGivenBack() || hasExpired(current, now)) {
      return new Request.Update(mine(current.lease(), wall), current.version());
    }
    return new Request.Read();
  }

  /**
   * Takes in what came of a call.
   *
   * @param sentAt time just before it was sent
   * @return time to wait before the next call
   */
  Duration receive(Request request, long sentAt, Reply reply, long now) {
    return switch (reply) {
      case Reply.Stands(LeaseRecord lease, String version) ->
          stands(request, sentAt, new Seen(lease, version, now));
      case Reply.Missing() -> missing(now);
      case Reply.Conflict() -> {
        seen = null;
        absence = null;
        // Ours was moved or deleted while nobody else can have taken over: look at once.
        yield holds(now) ? Duration.ZERO : times.retry();
      }
      // A write may have been applied all the same: then the next one fails on the version.
      case Reply.Failed() -> times.retry();
    };
  }

  /** Gives up at once; the call tells the others, where the lease was ours. */
  Optional<Request> release(Instant wall) {
    heldUntil = null;
    Seen current = seen;
    if (current == null || !isMine(current)) {
      return Optional.empty();
    }
    LeaseRecord old = current.lease();
    LeaseRecord free =
        new LeaseRecord(
            "", LeaseRecord.GIVEN_BACK, old.acquired(), wall, old.transitions(), old.servedUntil());
    return Optional.of(new Request.Update(free, current.version()));
  }

  private Duration stands(Request request, long sentAt, Seen received) {
    Seen before = seen;
    boolean same = before != null && before.version().equals(received.version());
    seen = same ? before : received;
    absence = null;
    othersSeen = othersSeen || !(isMine(received) || received.lease().isFree());
    return switch (request) {
      case Request.Read() -> {
        if (!isMine(received)) {
          // Somebody edited it by hand: others go by what stands there, and so does its holder.
          heldUntil = null;
        }
        boolean writable = isMine(received) || received.lease().isGivenBack();
        yield writable ? Duration.ZERO : times.retry();
      }
      case Request.Create(_), Request.Update(_, _) -> {
        heldUntil = sentAt + times.fence().toNanos();
        yield times.renew();
      }
    };
  }

  /** Somebody may have deleted the Lease of a holder that does not know it yet. */
  private Duration missing(long now) {
    if (absence == null) {
      absence = new Absence(othersSeen && !holds(now) ? now + times.duration().toNanos() : now);
    }
    seen = null;
    return mayCreate(now) ? Duration.ZERO : times.retry();
  }

  private boolean mayCreate(long now) {
    return absence != null && now - absence.creatableAt() >= 0;
  }

  private boolean isMine(Seen current) {
    return current.lease().holder().equals(identity);
  }

  private static boolean hasExpired(Seen current, long now) {
    return now - current.since() >= current.lease().duration().toNanos();
  }

  private LeaseRecord mine(@Nullable LeaseRecord old, Instant wall) {
    if (old == null) {
      return new LeaseRecord(identity, times.duration(), wall, wall, 0);
    }
    LeaseRecord mine =
        old.holder().equals(identity)
            ? new LeaseRecord(identity, times.duration(), old.acquired(), wall, old.transitions())
            : new LeaseRecord(identity, times.duration(), wall, wall, old.transitions() + 1);
    return mine.servedUntil(old.servedUntil());
  }
}
