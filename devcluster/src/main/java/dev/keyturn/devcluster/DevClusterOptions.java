package dev.keyturn.devcluster;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How a {@link DevCluster} starts.
 *
 * @param port 0 for any free one; the address is always 127.0.0.1
 * @param tls false serves plain HTTP, which costs tests less
 * @param historyLimit changes remembered per resource; a watch from before them gets 410
 * @param bookmarkInterval time between bookmark events of a watch
 * @param time for timestamps of objects and ages in tables
 */
public record DevClusterOptions(
    int port, boolean tls, int historyLimit, Duration bookmarkInterval, InstantSource time) {
  private static final int HISTORY_LIMIT = 50_000;

  public static DevClusterOptions defaults() {
    return new DevClusterOptions(
        0, true, HISTORY_LIMIT, Duration.ofMinutes(1), InstantSource.system());
  }

  public DevClusterOptions withPort(int other) {
    return new DevClusterOptions(other, tls, historyLimit, bookmarkInterval, time);
  }

  public DevClusterOptions withTls(boolean other) {
    return new DevClusterOptions(port, other, historyLimit, bookmarkInterval, time);
  }

  public DevClusterOptions withHistoryLimit(int other) {
    return new DevClusterOptions(port, tls, other, bookmarkInterval, time);
  }

  public DevClusterOptions withBookmarkInterval(Duration other) {
    return new DevClusterOptions(port, tls, historyLimit, other, time);
  }

  public DevClusterOptions withTime(InstantSource other) {
    return new DevClusterOptions(port, tls, historyLimit, bookmarkInterval, other);
  }
}
