package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionMark;
import org.jspecify.annotations.Nullable;

/** A value with several holders, wiped when the last one lets go. Thread-safe. */
final class HeldValue {
  private final RemoteValue value;
  private final int size;
  private int holders = 1;

  HeldValue(RemoteValue value) {
    this.value = value;
    this.size = value.payload().size();
  }

  /** Bytes of the payload. */
  int size() {
    return size;
  }

  /** Which version it is; null where the backend does not say. Tells nothing of the payload. */
  @Nullable VersionMark mark() {
    return value.version().map(stamp -> new VersionMark(stamp, value.tags())).orElse(null);
  }

  /** One more holder, unless the value is gone already. */
  synchronized boolean hold() {
    if (holders == 0) {
      return false;
    }
    holders++;
    return true;
  }

  synchronized void release() {
    holders--;
    if (holders == 0) {
      value.close();
    }
  }

  /** A copy for one reader; null when the value is gone. */
  synchronized @Nullable RemoteValue copy() {
    return holders == 0
        ? null
        : new RemoteValue(
            value.payload().copy(), value.shape(), value.version(), value.tags(), value.expires());
  }
}
