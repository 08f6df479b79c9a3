package dev.keyturn.benchmarks.world;

import dev.keyturn.benchmarks.measure.ProcessReading;
import dev.keyturn.e2e.process.HttpCaller;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * The least that any operator must do, without an operator: apply the Secrets, patch one status
 * each, read the paths. It has the operator's HTTP client and concurrency.
 */
public final class RawClient implements AutoCloseable {
  private static final int CONCURRENT_REQUESTS = 256;
  private static final String RAW = "raw";
  private static final Duration STORM_LIMIT = Duration.ofMinutes(5);

  private final World world;
  private final int workers;
  private final KubernetesClient client;
  private final HttpCaller reader;

  RawClient(World world, int workers) {
    this.world = world;
    this.workers = workers;
    this.client = connect(world.cluster().adminKubeconfig());
    this.reader = world.vault().as(world.words().getOrDefault("token", ""));
  }

  static KubernetesClient connect(Path kubeconfig) {
    Config config =
        new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
            .withMaxConcurrentRequests(CONCURRENT_REQUESTS)
            .withMaxConcurrentRequestsPerHost(CONCURRENT_REQUESTS)
            .withRequestRetryBackoffLimit(0)
            .withUserAgent("keyturn-bench")
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /**
   * Applies the Secrets and patches the statuses.
   *
   * @return seconds
   */
  public double write(Tenant tenant, int count, Values values, String marker) {
    return Parallel.run(workers, count, i -> writeOne(tenant, i, values.of(i, marker)));
  }

  /** Creates a Secret that nobody synchronises. */
  void createForeign(Tenant tenant, int number, Map<String, String> data) {
    Secret secret = secret(tenant.namespace(), "foreign-" + number, data);
    secret.getMetadata().setLabels(Map.of("app", "foreign"));
    client.resource(secret).create();
  }

  /** Applies one Secret and patches one status. */
  public void writeOne(Tenant tenant, int number, Map<String, String> data) {
    String name = Tenant.name(number);
    client.resource(secret(tenant.namespace(), name, data)).patch(Manifests.APPLY);
    GenericKubernetesResource object =
        Serialization.unmarshal(Tenant.rawObject(name), GenericKubernetesResource.class);
    object.getMetadata().setNamespace(tenant.namespace());
    object.getAdditionalProperties().clear();
    object.setAdditionalProperty(
        "status", Serialization.unmarshal(STATUS.replace("NAME", name), Map.class));
    client.resource(object).subresource("status").patch(Manifests.APPLY, object);
  }

  /**
   * Reads the paths.
   *
   * @return seconds
   */
  public double read(int count) {
    return Parallel.run(
        workers,
        count,
        i -> reader.get("/v1/" + World.MOUNT + "/data/" + Tenant.path(i)).orThrow());
  }

  /** Both, once, in a namespace of its own that is cleared again. */
  public Half half(int count, Values values) {
    return half(count, count, values);
  }

  /** The same with another number of paths. */
  public Half half(int count, int paths, Values values) {
    Tenant tenant = world.tenant("raw");
    tenant.rawObjects(count);
    double servers = world.serverSeconds();
    double own = ownSeconds();
    double kube = write(tenant, count, values, RAW);
    double reads = read(paths);
    servers = world.serverSeconds() - servers;
    own = ownSeconds() - own;
    tenant.clear();
    return new Half(kube, reads, servers, own);
  }

  /** Processor time of this process, which watches the Secrets besides. */
  private static double ownSeconds() {
    return ProcessReading.of(ProcessHandle.current().pid())
        .map(ProcessReading::cpuSeconds)
        .orElse(0.0);
  }

  /**
   * One half of the yardstick, in seconds.
   *
   * @param kube until the Secrets and statuses were written
   * @param reads until the paths were read
   * @param servers processor time of API server, etcd and Vault for both
   * @param own processor time of this process for both
   */
  public record Half(double kube, double reads, double servers, double own) {}

  /**
   * What an ideal operator would do with a storm: each object is taken up by a free worker as soon
   * as it is created.
   *
   * @return what it took
   */
  public Storm storm(int creators, int count, Values values) {
    Tenant tenant = world.tenant("raw");
    long[] asked = new long[count];
    try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
      Parallel.run(
          creators,
          count,
          i -> {
            asked[i] = System.nanoTime();
            world.manifests().create(tenant.namespace(), Tenant.rawObject(Tenant.name(i)));
            pool.execute(() -> writeOne(tenant, i, values.of(i, RAW)));
          });
    }
    world.watch().await(tenant.sights(count, RAW), STORM_LIMIT, () -> true, seen -> {});
    List<Double> delays =
        IntStream.range(0, count)
            .mapToObj(i -> (world.watch().at(tenant.sight(i, RAW)) - asked[i]) / 1e9)
            .toList();
    long last = world.watch().moments(tenant.sights(count, RAW)).getLast();
    tenant.clear();
    return new Storm(delays, (last - asked[0]) / 1e9);
  }

  /**
   * How a storm went.
   *
   * @param delays seconds from the beginning of each creation to the sight of its Secret
   * @param seconds from the first creation to the sight of the last Secret
   */
  public record Storm(List<Double> delays, double seconds) {}

  private static Secret secret(String namespace, String name, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .addToLabels("keyturn.dev/managed", "raw")
        .endMetadata()
        .withType("Opaque")
        .withStringData(data)
        .build();
  }

  /** As large as the one that the operator writes after a first sync. */
  private static final String STATUS =
      """
      observedGeneration: 1
      lastChangeTime: "2026-01-01T00:00:00.000000Z"
      target: {name: NAME, uid: 01234567-89ab-cdef-0123-456789abcdef, hash: "h1:0123456789ab:0123456789abcdef0123456789abcdef", specHash: 0123456789abcdef0123456789abcdef}
      sources: [{store: SecretStore/vault, key: path, version: "1"}]
      conditions:
        - {type: Ready, status: "True", reason: UpToDate, message: "5 keys from 1 source", observedGeneration: 1, lastTransitionTime: "2026-01-01T00:00:00Z"}
        - {type: Synced, status: "True", reason: UpToDate, message: "5 keys from 1 source", observedGeneration: 1, lastTransitionTime: "2026-01-01T00:00:00Z"}
      """;

  @Override
  public void close() {
    client.close();
  }
}
