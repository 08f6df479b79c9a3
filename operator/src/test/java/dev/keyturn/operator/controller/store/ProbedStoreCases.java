package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.engine.tenancy.OwnStoreDecision;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.credential.AuthSecretReader;
import dev.keyturn.operator.kube.credential.ReferencedObjects;
import dev.keyturn.operator.kube.credential.ServiceAccountTokens;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.ForwardingClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.source.ConnectionPool;
import dev.keyturn.operator.source.SourceListener;
import dev.keyturn.operator.source.SourceObserver;
import dev.keyturn.operator.source.guard.Waiter;
import dev.keyturn.operator.source.http.BackendNetwork;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.HostLookup;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A store whose backend says of its configuration what a test has in line. */
abstract class ProbedStoreCases {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  final FakeBackend backend = new FakeBackend();
  final Deque<Outcome<List<ConfigProblem>>> verdicts = new ArrayDeque<>();
  private final KubernetesClient kubernetes =
      new KubernetesClientBuilder().withConfig(Config.empty()).build();
  private final ApiServer api = new ApiServer(kubernetes, Duration.ofSeconds(1));
  private final ReferencedObjects<StoreKey> references =
      new ReferencedObjects<>(kubernetes, api, CLOCK);
  private final AuthSecretReader credentials =
      new AuthSecretReader(api, references, System::nanoTime);
  final AtomicLong time = new AtomicLong();
  private final ConnectionPool pool =
      new ConnectionPool(
          new Deaf(), SourceObserver.none(), CLOCK, time::get, (store, wait) -> {}, () -> true);
  final StoreConnections connections =
      new StoreConnections(
          new ProviderConfigs(new AnyReader()),
          credentials,
          references,
          new ServiceAccountTokens(api),
          new BackendNetwork(EndpointPolicy.of(List.of(), Set.of()), HostLookup.ofTheSystem()),
          store -> new OwnStoreDecision.Open(),
          pool);

  @AfterEach
  void close() {
    pool.close();
    credentials.close();
    references.close();
    kubernetes.close();
  }

  static SecretStore store(@Nullable String access) {
    SecretStore store = new SecretStore();
    store.setMetadata(
        new ObjectMetaBuilder()
            .withName("vault")
            .withNamespace("shop")
            .withUid("u")
            .withGeneration(1L)
            .build());
    store.setSpec(
        new SecretStoreSpec(
            new StoreProvider(null, null, null, null, null, null, null, null, null, null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            access,
            null));
    return store;
  }

  /** Opens the backend of the test for every store. */
  private final class AnyReader implements ProviderConfigs.Reader {
    @Override
    public String provider() {
      return "vault";
    }

    @Override
    public boolean isNamed(StoreProvider provider) {
      return true;
    }

    @Override
    public Optional<ProviderConfigs.Chosen> read(
        StoreProvider provider,
        StoreConfigReader.Owner owner,
        StoreConfigReader.Problems problems) {
      return Optional.of(
          new ProviderConfigs.Chosen(
              provider(),
              Map.of(),
              Optional.empty(),
              (resolved, http) -> new Judged(backend.client(), verdicts)));
    }
  }

  /** A client that gives one verdict after the other; one too many fails. */
  private static final class Judged extends ForwardingClient {
    private final Deque<Outcome<List<ConfigProblem>>> verdicts;

    Judged(ProviderClient client, Deque<Outcome<List<ConfigProblem>>> verdicts) {
      super(client);
      this.verdicts = verdicts;
    }

    @Override
    public Outcome<List<ConfigProblem>> verify(Call call) {
      return verdicts.removeFirst();
    }
  }

  private static final class Deaf implements SourceListener {
    @Override
    public void called(Waiter waiter) {}

    @Override
    public void secretChanged(Set<String> readers) {}

    @Override
    public void secretHinted(Set<String> readers) {}

    @Override
    public void storeFailed(String storeUid, Failure failure) {}
  }
}
