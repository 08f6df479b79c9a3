package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Deadline;
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
  private int waiting = 1;

  /** A flight that its maker waits for. */
  Flight(long startedAt, String reader) {
    this.startedAt = startedAt;
    readers.add(reader);
  }

  long startedAt() {
    return startedAt;
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

  void land(Answer landed) {
    answer.complete(landed);
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
  synchronized void leave() {
    waiting--;
    if (waiting == 0) {
      answer.thenAccept(landed -> {
        if (landed instanceof Answer.Good(Seen seen, @Nullable HeldValue held) && held != null) {
          held.release();
        }
      });
    }
  }
}
