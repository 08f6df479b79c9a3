package dev.keyturn.operator.kube.client;

import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The watches of a client that are open now. Ends them as a server does that has forgotten their
 * version, which makes an informer list anew: it offers no other way [fabric8 7.8.0]. Thread-safe.
 */
public final class OpenWatches {
  /** So short a watch without a line says that the server does not know its version. */
  private static final long SHORT = Duration.ofSeconds(5).toNanos();

  private static final int FRUITLESS = 5;

  private final LongSupplier nanoTime;
  private final Map<String, Set<WatchBody<?>>> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> fruitless = new ConcurrentHashMap<>();

  OpenWatches(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Has everybody list anew who watches a resource.
   *
   * @param resource group and plural, for example {@code keyturn.dev/secretsyncs}
   */
  public void expire(String resource) {
    Set.copyOf(open.getOrDefault(resource, Set.of())).forEach(WatchBody::expire);
  }

  /**
   * The same handler for the answer of a watch, which can be ended from here. After some watches in
   * a row that ended at once without a line, the next one has everything listed anew.
   */
  <T> BodyHandler<T> following(String resource, BodyHandler<T> handler) {
    return response -> {
      long since = nanoTime.getAsLong();
      WatchBody<T> body =
          new WatchBody<>(handler.apply(response), over -> forget(resource, over, since));
      open.computeIfAbsent(resource, first -> ConcurrentHashMap.newKeySet()).add(body);
      if (fruitless.getOrDefault(resource, 0) >= FRUITLESS) {
        body.expire();
      }
      return body;
    };
  }

  private void forget(String resource, WatchBody<?> over, long since) {
    open.getOrDefault(resource, Set.of()).remove(over);
    if (over.hadNothing() && nanoTime.getAsLong() - since < SHORT) {
      fruitless.merge(resource, 1, Integer::sum);
    } else {
      fruitless.remove(resource);
    }
  }
}
