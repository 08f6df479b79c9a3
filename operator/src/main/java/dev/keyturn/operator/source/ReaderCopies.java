package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.source.memory.Claim;
import dev.keyturn.operator.source.memory.MemoryBound;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Copies values for readers, which are charged for them until their pass has ended. A small one is
 * had at once; for a larger one a reader waits like a body that comes in.
 */
record ReaderCopies(MemoryBound bound) {

  /** Of a value that is kept, and that the caller holds. */
  Reading ofKept(HeldValue kept, Seen seen, ReadWish wish) {
    return hasRoom(kept, wish) ? copied(kept, seen) : noRoom();
  }

  /** Of a value that a flight has brought; whoever comes first takes over what it is counted as. */
  Reading ofFlight(Flight flight, HeldValue held, Seen seen, ReadWish wish) {
    return flight.handOver(wish.reader(), held) || hasRoom(held, wish)
        ? copied(held, seen)
        : noRoom();
  }

  private boolean hasRoom(HeldValue value, ReadWish wish) {
    if (value.size() <= MemoryBound.FREE) {
      bound.charge(wish.reader(), value.size());
      return true;
    }
    CompletableFuture<Boolean> given = new CompletableFuture<>();
    Claim claim = bound.copy(wish.reader(), value.size(), given::complete);
    return claim.ask() || await(given, claim, wish.deadline());
  }

  private static boolean await(CompletableFuture<Boolean> given, Claim claim, Deadline deadline) {
    try {
      return given.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      claim.close();
      return false;
    } catch (InterruptedException stopped) {
      claim.close();
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("room is given or not", impossible);
    }
  }

  private static Reading copied(HeldValue value, Seen seen) {
    RemoteValue copy = value.copy();
    return copy == null
        ? new Reading.Failed(Failure.of(FailureClass.Unavailable))
        : new Reading.Value(copy, seen);
  }

  /** As if the backend had asked for patience: the reader is put in line and comes again. */
  private static Reading noRoom() {
    return new Reading.Failed(Failure.of(FailureClass.Throttled));
  }
}
