package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One look at the namespace for all Secrets that are missing in one pass. What it says may be
 * seconds old: a deletion is believed after three passes over ten minutes, and the later ones would
 * see a namespace that went meanwhile. Thread-safe.
 */
final class RecentStanding {
  private static final Duration PASS = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Looked last;

  RecentStanding(InstantSource clock) {
    this.clock = clock;
  }

  private record Looked(NamespaceStanding standing, Instant at) {
    /** False as well where the clock was set back. */
    boolean isOfThisPass(Instant now) {
      return !now.isBefore(at) && Duration.between(at, now).compareTo(PASS) < 0;
    }
  }

  /** What was seen in this pass, else what is seen now; others wait for that meanwhile. */
  Outcome<NamespaceStanding> get(Supplier<Outcome<NamespaceStanding>> look, Deadline deadline) {
    try {
      if (!lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
        return Outcome.failed(FailureClass.Timeout);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Outcome.failed(FailureClass.Timeout);
    }
    try {
      Looked seen = last;
      Instant now = clock.instant();
      if (seen != null && seen.isOfThisPass(now)) {
        return Outcome.ok(seen.standing());
      }
      Outcome<NamespaceStanding> looked = look.get();
      if (looked instanceof Outcome.Ok<NamespaceStanding>(NamespaceStanding standing)) {
        last = new Looked(standing, now);
      }
      return looked;
    } finally {
      lock.unlock();
    }
  }
}
