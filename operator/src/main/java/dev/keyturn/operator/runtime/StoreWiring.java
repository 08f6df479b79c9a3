package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.scope.ScopeDirectory;
import dev.keyturn.operator.controller.store.ClusterSecretStoreReconciler;
import dev.keyturn.operator.controller.store.ProbeTimes;
import dev.keyturn.operator.controller.store.ProviderConfigs;
import dev.keyturn.operator.controller.store.SecretStoreReconciler;
import dev.keyturn.operator.controller.store.StoreConnections;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.controller.store.StoreEvents;
import dev.keyturn.operator.controller.store.StoreParts;
import dev.keyturn.operator.controller.store.StoreReconciler;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.credential.ServiceAccountTokens;
import dev.keyturn.operator.kube.event.EventRecorder;
import dev.keyturn.operator.kube.status.StatusWriter;
import dev.keyturn.operator.observe.OperatorMetrics;
import dev.keyturn.operator.source.ConnectionPool;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.security.SecureRandom;
import java.util.Set;

/** What runs for stores of both kinds, put together with plain constructors. */
final class StoreWiring {
  private final Caches caches;
  private final WakeSources sources;
  private final StoreDirectory directory;
  private final StoreConnections connections;
  private final StoreParts parts;

  StoreWiring(
      Config config,
      Surroundings surroundings,
      KubernetesClients clients,
      Fence fence,
      OperatorMetrics metrics,
      Caches caches,
      References references,
      Wakes wakes,
      WakeSources sources,
      Timers timers,
      ScopeDirectory scopes,
      StatusWriter statuses,
      EventRecorder recorder,
      ConnectionPool pool) {
    this.caches = caches;
    this.sources = sources;
    EndpointPolicy endpoints = EndpointPolicy.of(config.endpoints(), Set.of());
    ProviderConfigs providers =
        Providers.of(config, surroundings, endpoints, clients, wakes::syncsOf);
    new SourceMetrics(metrics).register(providers.providers(), pool);
    this.directory =
        new StoreDirectory(caches.stores(), caches.clusterStores(), statuses, providers);
    this.connections =
        new StoreConnections(
            providers,
            references.credentials(),
            references.ofStores(),
            new ServiceAccountTokens(clients.writes()),
            surroundings.network(endpoints),
            scopes,
            pool);
    this.parts =
        new StoreParts(
            connections,
            new ProbeTimes(config.storeProbe(), new SecureRandom()),
            providers,
            statuses,
            new StoreEvents(recorder),
            wakes,
            fence,
            timers.stores(),
            surroundings.clock());
  }

  StoreDirectory directory() {
    return directory;
  }

  StoreConnections connections() {
    return connections;
  }

  SecretStoreReconciler reconciler() {
    return new SecretStoreReconciler(
        new StoreReconciler<>(caches.stores(), parts, sources.stores()));
  }

  ClusterSecretStoreReconciler clusterReconciler() {
    return new ClusterSecretStoreReconciler(
        new StoreReconciler<>(caches.clusterStores(), parts, sources.clusterStores()));
  }
}
