package dev.keyturn.operator.source.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of values that may be in memory at one time, over all stores: bodies that come in, values
 * on their way to readers, and what the passes of the readers hold until they have ended.
 *
 * <p>What is no larger than {@link #FREE} is counted and never waits; while three quarters are
 * taken by values no new call is admitted. All that is larger has to have room first, in the order
 * in which it was asked for, but those who hold something go first. The bodies of one store never
 * take more than half.
 *
 * <p>Two that hold something never wait for each other for ever: one reader at a time that holds
 * values goes beyond the bound, and any other that does gives up after once or twice {@link
 * #PATIENCE}. Thread-safe; no thread waits in here.
 */
public final class MemoryBound {
  /** Bytes of a value or of a body up to which nobody waits. */
  public static final int FREE = 64 << 10;

  /** How long a reader that holds values waits for more room. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final long most;
  private final Runnable roomAgain;
  private final BiConsumer<Duration, Runnable> later;
  private final Holdings values = new Holdings();
  private final Map<String, Long> bodies = new HashMap<>();
  private final List<Claim> waiting = new ArrayList<>();
  private long comingIn;
  private @Nullable String beyond;
  private boolean refused;
  private boolean looking;

  /**
   * A bound with nothing held.
   *
   * @param roomAgain called after values were freed that somebody had been refused for
   * @param later runs something after a while; it may leave it out when the process ends
   */
  public MemoryBound(long most, Runnable roomAgain, BiConsumer<Duration, Runnable> later) {
    this.most = most;
    this.roomAgain = roomAgain;
    this.later = later;
  }

  /** False where so much is held that what comes might not fit. */
  public synchronized boolean roomOrRefused() {
    if (!hasRoom()) {
      refused = true;
      return false;
    }
    return true;
  }

  /** A value was read; it takes the place of the room that its call held for it. */
  public void land(long bytes, CallRoom room) {
    change(() -> {
      values.add(bytes);
      long left = bytes > FREE ? bytes : 0;
      for (Claim claim : room.held(this)) {
        long spent = claim.held ? Math.min(left, claim.bytes) : 0;
        resize(claim, claim.bytes - spent);
        left -= spent;
      }
    });
  }

  /** A value is held that no call has just brought. */
  public synchronized void take(long bytes) {
    values.add(bytes);
  }

  /** A value that no reader is charged for is not held any more. */
  public void free(long bytes) {
    change(() -> values.remove(bytes));
  }

  /** A value that is counted already is held by this reader from now on. */
  public synchronized void handOver(String reader, long bytes) {
    values.charge(reader, bytes);
  }

  /** The reader holds one more copy of a small value. */
  public synchronized void charge(String reader, long bytes) {
    values.add(bytes);
    values.charge(reader, bytes);
  }

  /** Room for one more copy of a value, for which the reader is charged when it is given. */
  public Claim copy(String reader, long bytes, Consumer<Boolean> told) {
    return new Claim(this, "", Set.of(reader), bytes, told);
  }

  /** The reader's pass has ended: it holds nothing any more. */
  public void release(String reader) {
    change(() -> {
      values.release(reader);
      if (reader.equals(beyond)) {
        beyond = null;
      }
    });
  }

  /** Bytes of values that are held, of all sizes. */
  public synchronized long held() {
    return values.all();
  }

  /** Bytes of what has to have room: larger values, and larger bodies that come in. */
  public synchronized long taken() {
    return values.large() + comingIn;
  }

  /** How many wait for room. */
  public synchronized int waiting() {
    return waiting.size();
  }

  boolean ask(Claim claim) {
    synchronized (this) {
      if (claim.isBody()) {
        // So that one page of a list leaves room for the other stores too.
        claim.bytes = Math.min(claim.bytes, most / 2);
      }
      if (waiting.stream().noneMatch(other -> isBefore(other, claim)) && give(claim)) {
        return true;
      }
      waiting.add(claim);
      if (looking) {
        return false;
      }
      looking = true;
    }
    later.accept(PATIENCE, this::look);
    return false;
  }

  void settle(Claim claim, long size) {
    change(() -> {
      if (claim.held) {
        resize(claim, size);
      }
    });
  }

  synchronized Claim split(Claim claim, long part) {
    Claim other = new Claim(this, claim.store, claim.readers, 0, given -> {});
    other.held = true;
    long bytes = claim.held ? Math.min(part, claim.bytes) : 0;
    resize(claim, claim.bytes - bytes);
    resize(other, bytes);
    return other;
  }

  void close(Claim claim) {
    change(() -> {
      waiting.remove(claim);
      if (claim.held) {
        resize(claim, 0);
        claim.held = false;
      }
    });
  }

  private boolean hasRoom() {
    return values.all() < most - most / 4;
  }

  private void resize(Claim claim, long size) {
    comingIn += size - claim.bytes;
    bodies.merge(claim.store, size - claim.bytes, Long::sum);
    bodies.remove(claim.store, 0L);
    claim.bytes = size;
  }

  /** True where the other one, which waits, has to be served before this one. */
  private boolean isBefore(Claim other, Claim claim) {
    return rank(other) <= rank(claim) && mayByItsStore(other);
  }

  /** Who holds something frees it the sooner, the sooner it gets the rest. */
  private int rank(Claim claim) {
    if (beyond != null && claim.readers.contains(beyond)) {
      return 0;
    }
    return values.holder(claim.readers).isPresent() ? 1 : 2;
  }

  private boolean give(Claim claim) {
    if (!mayByItsStore(claim) || !(fits(claim.bytes) || goesBeyond(claim))) {
      return false;
    }
    if (claim.isBody()) {
      claim.held = true;
      comingIn += claim.bytes;
      bodies.merge(claim.store, claim.bytes, Long::sum);
    } else {
      claim.readers.forEach(reader -> charge(reader, claim.bytes));
    }
    return true;
  }

  private boolean fits(long bytes) {
    long taken = values.large() + comingIn;
    return taken == 0 || taken + bytes <= most;
  }

  /** Without an exception: the bodies of a store end by themselves, at their deadline at last. */
  private boolean mayByItsStore(Claim claim) {
    return !claim.isBody() || bodies.getOrDefault(claim.store, 0L) + claim.bytes <= most / 2;
  }

  private boolean goesBeyond(Claim claim) {
    if (beyond == null) {
      beyond = values.holder(claim.readers).orElse(null);
    }
    return beyond != null && claim.readers.contains(beyond);
  }

  private List<Claim> giveNext() {
    List<Claim> given = new ArrayList<>();
    Optional<Claim> next = next();
    while (next.isPresent() && give(next.get())) {
      waiting.remove(next.get());
      given.add(next.get());
      next = next();
    }
    return given;
  }

  private Optional<Claim> next() {
    return waiting.isEmpty()
        ? Optional.empty()
        : waiting.stream().filter(this::mayByItsStore).min(Comparator.comparingInt(this::rank));
  }

  /** One look for all: what waits for its time in a timer would keep its body in memory. */
  private void look() {
    List<Claim> givingUp = new ArrayList<>();
    boolean again;
    synchronized (this) {
      for (Claim claim : waiting) {
        if (claim.looked && values.holder(claim.readers).isPresent()) {
          givingUp.add(claim);
        }
        claim.looked = true;
      }
      waiting.removeAll(givingUp);
      refused |= !givingUp.isEmpty();
      again = !waiting.isEmpty();
      looking = again;
    }
    if (again) {
      later.accept(PATIENCE, this::look);
    }
    givingUp.forEach(claim -> claim.told.accept(false));
    // Whoever stood behind them may be next.
    change(() -> {});
  }

  /** Those who get room by the change are told when the lock is free again. */
  private void change(Runnable change) {
    List<Claim> given;
    boolean tell;
    synchronized (this) {
      change.run();
      given = giveNext();
      tell = refused && hasRoom();
      if (tell) {
        refused = false;
      }
    }
    given.forEach(claim -> claim.told.accept(true));
    if (tell) {
      roomAgain.run();
    }
  }
}
