package dev.keyturn.operator.source.memory;

/**
 * Where the bodies of one store find room.
 *
 * @param bound shared by all stores
 * @param store its UID, over all of its clients; not empty
 */
public record StoreRoom(MemoryBound bound, String store) {

  /** A client of no store, whose answers are small. */
  public static StoreRoom ofNone() {
    return new StoreRoom(
        new MemoryBound(HeapShares.of(0).inFlight(), () -> {}, (wait, check) -> {}), "none");
  }
}
