package dev.keyturn.benchmarks.world;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Stamps the first sight of every Secret and of every value of its key {@value #MARKER}: an
 * observer outside the operator. Thread-safe.
 */
public final class TargetWatch implements AutoCloseable {
  /** The key whose text tells one version of a value from another. */
  public static final String MARKER = "marker";

  private static final Duration POLL = Duration.ofMillis(50);

  private final Map<Sight, Long> seen = new ConcurrentHashMap<>();
  private final Watch watch;
  private volatile boolean broken;

  /** A value of a Secret. */
  public record Sight(String namespace, String name, String marker) {}

  TargetWatch(KubernetesClient client) {
    String now =
        client
            .secrets()
            .inAnyNamespace()
            .list(new ListOptionsBuilder().withLimit(1L).build())
            .getMetadata()
            .getResourceVersion();
    watch =
        client
            .secrets()
            .inAnyNamespace()
            .watch(
                new ListOptionsBuilder().withResourceVersion(now).build(),
                new Watcher<Secret>() {
                  @Override
                  public void eventReceived(Action action, Secret secret) {
                    stamp(action, secret);
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    broken = true;
                  }
                });
  }

  private void stamp(Watcher.Action action, Secret secret) {
    long now = System.nanoTime();
    boolean written = action == Watcher.Action.ADDED || action == Watcher.Action.MODIFIED;
    if (written && secret.getData() != null && secret.getData().get(MARKER) != null) {
      byte[] marker = Base64.getDecoder().decode(secret.getData().get(MARKER));
      seen.putIfAbsent(
          new Sight(
              secret.getMetadata().getNamespace(),
              secret.getMetadata().getName(),
              new String(marker, StandardCharsets.UTF_8)),
          now);
    }
  }

  /** Whether the value was seen. */
  public boolean has(Sight sight) {
    return seen.containsKey(sight);
  }

  /** When, by {@link System#nanoTime()}; throws where it was not seen. */
  public long at(Sight sight) {
    Long moment = seen.get(sight);
    if (moment == null) {
      throw new IllegalStateException(sight + " was not seen");
    }
    return moment;
  }

  /** The moments of all of them, in order of time. */
  public List<Long> moments(Collection<Sight> sights) {
    return sights.stream().map(this::at).sorted().toList();
  }

  /**
   * Waits for all of them.
   *
   * @param alive false ends the wait with a failure: nobody will write any more
   * @param progress is told once a second how many there are
   */
  public void await(
      Collection<Sight> sights, Duration limit, BooleanSupplier alive, IntConsumer progress) {
    long end = System.nanoTime() + limit.toNanos();
    long tell = System.nanoTime();
    long here = count(sights);
    while (here < sights.size()) {
      if (broken || !alive.getAsBoolean() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "%d of %d Secrets after %s (watch %s, operator %s)"
                .formatted(
                    here,
                    sights.size(),
                    limit,
                    broken ? "broken" : "well",
                    alive.getAsBoolean() ? "running" : "ended"));
      }
      Pause.of(POLL);
      here = count(sights);
      if (System.nanoTime() - tell > 1_000_000_000L) {
        tell = System.nanoTime();
        progress.accept((int) here);
      }
    }
  }

  private long count(Collection<Sight> sights) {
    return sights.stream().filter(seen::containsKey).count();
  }

  @Override
  public void close() {
    watch.close();
  }
}
