package dev.keyturn.operator.runtime;

/** A slot on its way through the framework, on one thread. */
final class Handover {
  private final LaneWork.Slot slot;
  private boolean taken;

  Handover(LaneWork.Slot slot) {
    this.slot = slot;
  }

  LaneWork.Slot slot() {
    return slot;
  }

  /** True once: for the pass that was woken. */
  boolean accepts() {
    boolean free = !taken;
    taken = true;
    return free;
  }
}
