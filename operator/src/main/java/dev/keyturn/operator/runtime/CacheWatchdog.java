package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.CacheCensus;
import dev.keyturn.operator.kube.client.KubernetesClients;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether a cache of our own kinds lost an event, and has it listed anew then:
 * without that the change of an object would be overlooked for as long as its watch lives.
 */
final class CacheWatchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheWatchdog.class);

  /** With {@link #CONFIRMED} just below ten minutes, in which a lost event is made up for. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(570);

  /** What is only late has come by then. */
  private static final Duration CONFIRMED = Duration.ofSeconds(15);

  private static final String COLLECTIONS = "/apis/" + Api.GROUP + "/" + Api.VERSION;

  private final KubernetesClients clients;
  private final Scheduler<Kind> timer;

  /** One collection of objects that is watched as a whole. */
  private record Kind(String plural, CacheCensus census) {}

  /** Starts looking. */
  CacheWatchdog(
      Config config, Caches caches, KubernetesClients clients, Surroundings surroundings) {
    this.clients = clients;
    this.timer = surroundings.scheduler("cache-watchdog", this::begin);
    kinds(config, caches).forEach(kind -> timer.at(kind, BETWEEN_LOOKS));
  }

  private List<Kind> kinds(Config config, Caches caches) {
    if (config.rbacMode() != RbacMode.namespaced) {
      return List.of(
          kind("secretstores", caches.stores()::all),
          kind("clustersecretstores", caches.clusterStores()::all),
          kind("secretsyncs", caches.syncs()::all),
          kind("clustersecretsyncs", caches.clusterSyncs()::all),
          kind("tenantsecretscopes", caches.scopes()::all));
    }
    List<Kind> kinds = new ArrayList<>();
    for (String namespace : config.namespaces()) {
      kinds.add(kind("secretstores", namespace, caches.stores()::all));
      kinds.add(kind("secretsyncs", namespace, caches.syncs()::all));
    }
    return kinds;
  }

  private Kind kind(String plural, Supplier<Stream<? extends HasMetadata>> cache) {
    return new Kind(plural, new CacheCensus(clients.writes(), COLLECTIONS + "/" + plural, cache));
  }

  private Kind kind(
      String plural, String namespace, Supplier<Stream<? extends HasMetadata>> cache) {
    return new Kind(
        plural,
        new CacheCensus(
            clients.writes(),
            ApiCall.namespaced(COLLECTIONS, namespace, plural),
            () ->
                cache
                    .get()
                    .filter(object -> namespace.equals(object.getMetadata().getNamespace()))));
  }

  /** The list takes its time, and the timer has none. */
  private void begin(Kind kind) {
    Thread.ofVirtual().name("cache-watchdog").start(() -> look(kind));
  }

  private void look(Kind kind) {
    switch (kind.census().look()) {
      case COMPLETE -> timer.at(kind, BETWEEN_LOOKS);
      case PERHAPS_BEHIND -> timer.at(kind, CONFIRMED);
      case BEHIND -> {
        LOG.atWarn().addKeyValue("resource", kind.plural()).log("a watch lost an event");
        clients.watches().expire(Api.GROUP + "/" + kind.plural());
        timer.at(kind, BETWEEN_LOOKS);
      }
    }
  }

  @Override
  public void close() {
    timer.close();
  }
}
