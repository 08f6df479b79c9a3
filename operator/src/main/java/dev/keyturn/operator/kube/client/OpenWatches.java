package dev.keyturn.operator.kube.client;

import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watches of a client that are open now. Ends them as a server does that has forgotten their
 * version, which makes an informer list anew: it offers no other way [fabric8 7.8.0]. Thread-safe.
 */
public final class OpenWatches {
  private static final Logger LOG = LoggerFactory.getLogger(OpenWatches.class);
  private static final int FORBIDDEN = 403;

  /** So short a watch without a line says that the server does not know its version. */
  private static final long SHORT = Duration.ofSeconds(5).toNanos();

  private static final int FRUITLESS = 5;

  /** With looks 15 s apart: less than two minutes, in which an API server sends two bookmarks. */
  private static final int SILENT_LOOKS = 6;

  /** Twelve minutes: of a kind in which nothing ever happened an API server sends no bookmarks. */
  private static final int SILENT_LOOKS_FROM_THE_START = 48;

  private final LongSupplier nanoTime;
  private final Map<String, Set<WatchBody<?>>> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> fruitless = new ConcurrentHashMap<>();
  private final Map<String, Long> lastHeard = new ConcurrentHashMap<>();
  private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

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
   * Has those watches list anew that stay open and bring nothing more, not even the bookmark that
   * an API server sends once a minute; much later those that never brought anything. To be called
   * every 15 s; it counts the calls, so that time that nobody lived through counts for nothing.
   *
   * @return the resources that are listed anew
   */
  public Set<String> expireSilent() {
    Set<String> expired = new TreeSet<>();
    open.forEach((resource, bodies) -> {
      for (WatchBody<?> body : Set.copyOf(bodies)) {
        int looks = body.look();
        if (looks >= (body.hadNothing() ? SILENT_LOOKS_FROM_THE_START : SILENT_LOOKS)) {
          expired.add(resource);
          body.expire();
        }
      }
    });
    return expired;
  }

  /** The resources whose last watch was forbidden; it is tried again and again. */
  public Set<String> forbidden() {
    return Set.copyOf(forbidden);
  }

  private void heard(String resource, int status) {
    if (status != FORBIDDEN) {
      forbidden.remove(resource);
    } else if (forbidden.add(resource)) {
      LOG.atError()
          .addKeyValue("resource", resource)
          .log("the ServiceAccount may not watch this kind; see the Roles of the chart");
    }
  }

  /** How long ago each resource that is watched was last heard of, by the watch that is worst. */
  public Map<String, Duration> silences() {
    long now = nanoTime.getAsLong();
    Map<String, Duration> silences = new TreeMap<>();
    lastHeard.forEach((resource, before) -> {
      long heardAt =
          open.getOrDefault(resource, Set.of()).stream()
              .mapToLong(WatchBody::heardAt)
              .reduce((one, other) -> one - other < 0 ? one : other)
              .orElse(before);
      silences.put(resource, Duration.ofNanos(now - heardAt));
    });
    return silences;
  }

  /**
   * The same handler for the answer of a watch, which can be ended from here. After some watches in
   * a row that ended at once without a line, the next one has everything listed anew.
   */
  <T> BodyHandler<T> following(String resource, BodyHandler<T> handler) {
    return response -> {
      heard(resource, response.statusCode());
      long since = nanoTime.getAsLong();
      WatchBody<T> body =
          new WatchBody<>(handler.apply(response), over -> forget(resource, over, since), nanoTime);
      lastHeard.put(resource, since);
      open.computeIfAbsent(resource, first -> ConcurrentHashMap.newKeySet()).add(body);
      if (fruitless.getOrDefault(resource, 0) >= FRUITLESS) {
        body.expire();
      }
      return body;
    };
  }

  private void forget(String resource, WatchBody<?> over, long since) {
    open.getOrDefault(resource, Set.of()).remove(over);
    lastHeard.put(resource, over.heardAt());
    if (over.hadNothing() && nanoTime.getAsLong() - since < SHORT) {
      fruitless.merge(resource, 1, Integer::sum);
    } else {
      fruitless.remove(resource);
    }
  }
}
