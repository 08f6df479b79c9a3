package dev.keyturn.operator.source.memory;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Room that somebody asked for. For a body it is held from the first byte that does not come for
 * nothing until its call has ended; for a copy of a value it turns into a charge of the reader when
 * it is given. Its fields are guarded by the bound that it is asked of.
 */
public final class Claim {
  private final MemoryBound bound;
  final String store;
  final Set<String> readers;
  final Consumer<Boolean> told;
  long bytes;
  boolean held;
  boolean looked;

  /**
   * A claim that nobody has looked at yet.
   *
   * @param store whose body it is; empty for a reader's copy
   * @param readers those who wait for what the room is for
   * @param told whether the room was given, where that is not known at once
   */
  Claim(MemoryBound bound, String store, Set<String> readers, long bytes, Consumer<Boolean> told) {
    this.bound = bound;
    this.store = store;
    this.readers = readers;
    this.bytes = bytes;
    this.told = told;
  }

  /** True where the room is given at once; else the claim waits and is told once, or closed. */
  public boolean ask() {
    return bound.ask(this);
  }

  /** The body has come in and was this large. */
  public void settle(long size) {
    bound.settle(this, size);
  }

  /** Gives the room back, or leaves the line. */
  public void close() {
    bound.close(this);
  }

  boolean isBody() {
    return !store.isEmpty();
  }

  boolean isOf(MemoryBound other) {
    return bound == other;
  }

  /** A part of the room, as a claim of its own; at most all of it. */
  Claim split(long part) {
    return bound.split(this, part);
  }
}
