package dev.keyturn.operator.source.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The room that the bodies of one provider call hold. It is given back when the call has ended,
 * whatever way: a provider still parses when the last byte has come. Thread-safe.
 */
public final class CallRoom {
  private static final ScopedValue<CallRoom> CURRENT = ScopedValue.newInstance();

  private final Supplier<Set<String>> readers;
  private final List<Claim> claims = new ArrayList<>();
  private boolean ranShort;

  private CallRoom(Supplier<Set<String>> readers) {
    this.readers = readers;
  }

  /**
   * Runs a call with a room of its own.
   *
   * @param readers those who wait for the call, asked when it needs room
   */
  public static <T> T of(Supplier<Set<String>> readers, Function<CallRoom, T> call) {
    CallRoom room = new CallRoom(readers);
    try {
      return ScopedValue.where(CURRENT, room).call(() -> call.apply(room));
    } finally {
      room.giveBack();
    }
  }

  /** The same, without a result. */
  public static void run(Supplier<Set<String>> readers, Consumer<CallRoom> call) {
    var unused =
        of(
            readers,
            room -> {
              call.accept(room);
              return true;
            });
  }

  /** Runs a part of the call of this thread; a call of its own where there is none. */
  public static <T> T ofCurrent(Function<CallRoom, T> part) {
    return CURRENT.isBound() ? part.apply(CURRENT.get()) : of(Set::of, part);
  }

  /** The room of the call of this thread. */
  public static Optional<CallRoom> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Those who wait for the call. */
  public Set<String> readers() {
    return readers.get();
  }

  /**
   * Room for a body, not asked for yet.
   *
   * @param bytes of which it will not be larger
   * @param told whether the room was given, where that is not known at once
   */
  public Claim claim(StoreRoom of, long bytes, Consumer<Boolean> told) {
    Claim claim = new Claim(of.bound(), of.store(), readers.get(), bytes, told);
    synchronized (claims) {
      claims.add(claim);
    }
    return claim;
  }

  /** Gives everything back: the call has ended, or asks anew and is done with the last answer. */
  public void giveBack() {
    held().forEach(Claim::close);
    synchronized (claims) {
      claims.clear();
    }
  }

  /** A call failed for want of room. */
  public void runShort() {
    synchronized (claims) {
      ranShort = true;
    }
  }

  /** True where a call failed for want of room, which says nothing of the backend. */
  public boolean hasRunShort() {
    synchronized (claims) {
      return ranShort;
    }
  }

  /** Hands room for that many bytes on, as far as it goes. */
  public void move(long bytes, CallRoom to) {
    long left = bytes;
    for (Claim claim : held()) {
      Claim part = claim.split(left);
      left -= part.bytes;
      synchronized (to.claims) {
        to.claims.add(part);
      }
    }
  }

  /** What is held of one bound. */
  List<Claim> held(MemoryBound bound) {
    return held().stream().filter(claim -> claim.isOf(bound)).toList();
  }

  private List<Claim> held() {
    synchronized (claims) {
      return List.copyOf(claims);
    }
  }
}
