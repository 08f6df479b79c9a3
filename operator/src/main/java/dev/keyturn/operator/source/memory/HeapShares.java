package dev.keyturn.operator.source.memory;

/**
 * The parts of the heap that values may take, in bytes. A value that is read takes some nine times
 * its size while its answer is parsed, so that a sixteenth is already half of the heap.
 *
 * @param inFlight for values on their way, until the passes that read them have ended
 * @param kept for values that are kept for later readers
 */
public record HeapShares(long inFlight, long kept) {
  private static final int SHARE = 16;
  private static final long LEAST_IN_FLIGHT = 8L << 20;
  private static final long MOST_IN_FLIGHT = 32L << 20;
  private static final long MOST_KEPT = 16L << 20;

  /**
   * The shares of a heap.
   *
   * @param heap greatest size in bytes, as {@link Runtime#maxMemory()} tells it
   */
  public static HeapShares of(long heap) {
    long share = heap / SHARE;
    // One page of a backend's list has to fit, however small the heap is.
    return new HeapShares(
        Math.clamp(share, LEAST_IN_FLIGHT, MOST_IN_FLIGHT), Math.min(share, MOST_KEPT));
  }
}
