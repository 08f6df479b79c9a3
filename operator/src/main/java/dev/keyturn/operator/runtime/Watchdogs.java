package dev.keyturn.operator.runtime;

import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.target.SecretIndex;

/**
 * What has a cache listed anew that lost an event, or hears nothing any more.
 *
 * @param targets of the index of Secrets
 * @param kinds of the caches of our own kinds
 * @param silence of every watch
 */
record Watchdogs(IndexWatchdog targets, CacheWatchdog kinds, SilenceWatchdog silence)
    implements AutoCloseable {

  /** All of them, looking from now on. */
  static Watchdogs start(
      Config config,
      Caches caches,
      SecretIndex secrets,
      KubernetesClients clients,
      Surroundings surroundings) {
    return new Watchdogs(
        new IndexWatchdog(secrets, surroundings.nanoTime()),
        new CacheWatchdog(config, caches, clients, surroundings),
        new SilenceWatchdog(clients.watches(), surroundings));
  }

  @Override
  public void close() {
    targets.close();
    kinds.close();
    silence.close();
  }
}
