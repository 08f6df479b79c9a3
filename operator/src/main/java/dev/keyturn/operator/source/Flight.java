package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.memory.MemoryBound;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A read on its way, with those who wait for it. When the last of them has left, the flight's hold
 * of the value ends: then only the cache may still keep it. Thread-safe.
 */
final class Flight {
  private final long startedAt;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final Set<String> readers = new HashSet<>();
  private final Lease lease;
  private final MemoryBound inFlight;
  private final VersionCheck.@Nullable Confirmable checks;
  private int waiting = 1;
  private boolean charged;

  /**
   * A flight that its maker waits for, and that holds the lease until it has landed.
   *
   * @param checks what a check of the version may confirm; null where the value is read at once
   * @param inFlight gets the bytes of a value back that no reader has taken
   */
  Flight(
      long startedAt,
      String reader,
      Lease lease,
      MemoryBound inFlight,
      VersionCheck.@Nullable Confirmable checks) {
    this.startedAt = startedAt;
    this.lease = lease;
    this.inFlight = inFlight;
    this.checks = checks;
    lease.hold();
    readers.add(reader);
  }

  Lease lease() {
    return lease;
  }

  /** What a check of the version may confirm. */
  VersionCheck.@Nullable Confirmable checks() {
    return checks;
  }

  /** True where it answers the wish: a check answers only those who saw what it may confirm. */
  boolean serves(ReadWish wish) {
    return checks == null || wish.saw(checks.seen());
  }

  long startedAt() {
    return startedAt;
  }

  synchronized boolean isAwaited() {
    return waiting > 0;
  }

  /** One more who waits; false when all have left already. */
  synchronized boolean join(String reader) {
    if (waiting == 0) {
      return false;
    }
    waiting++;
    readers.add(reader);
    return true;
  }

  /** Those who get the answer from the flight itself. */
  synchronized Set<String> readers() {
    return Set.copyOf(readers);
  }

  /** Ends; a value that it brings is counted already. */
  void land(Answer landed) {
    lease.close();
    synchronized (this) {
      charged = landed instanceof Answer.Good good && good.held() != null;
    }
    answer.complete(landed);
  }

  /**
   * The value is counted as this reader's from now on; false where it is another one's by now, and
   * a copy more has to be counted.
   */
  synchronized boolean handOver(String reader, HeldValue held) {
    if (!charged) {
      return false;
    }
    charged = false;
    inFlight.handOver(reader, held.size());
    return true;
  }

  /** The answer; null when the deadline came first. */
  @Nullable Answer await(Deadline deadline) {
    try {
      return answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a flight only ever lands", e);
    }
  }

  /** Called once by each who waited, after the value was copied. */
  void leave() {
    synchronized (this) {
      waiting--;
      if (waiting > 0) {
        return;
      }
    }
    answer.thenAccept(landed -> {
      if (landed instanceof Answer.Good(Seen seen, @Nullable HeldValue held) && held != null) {
        held.release();
        if (isCharged()) {
          // Not under the lock: others may get the room at once.
          inFlight.free(held.size());
        }
      }
    });
  }

  private synchronized boolean isCharged() {
    return charged;
  }
}
