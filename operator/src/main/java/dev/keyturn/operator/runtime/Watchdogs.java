package dev.keyturn.operator.runtime;

import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.target.SecretIndex;

/**
 * What has a cache listed anew that lost an event.
 *
 * @param targets of the index of Secrets
 * @param kinds of the caches of our own kinds
 */
record Watchdogs(IndexWatchdog targets, CacheWatchdog kinds) implements AutoCloseable {

  /** Both, looking from now on. */
  static Watchdogs start(
      Config config,
      Caches caches,
      SecretIndex secrets,
      KubernetesClients clients,
      Surroundings surroundings) {
    return new Watchdogs(
        new IndexWatchdog(secrets, surroundings.nanoTime()),
        new CacheWatchdog(config, caches, clients, surroundings));
  }

  @Override
  public void close() {
    targets.close();
    kinds.close();
  }
}
