package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.runtime.Config;
import dev.keyturn.operator.runtime.OperatorRuntime;
import dev.keyturn.operator.runtime.OperatorStart;
import dev.keyturn.operator.runtime.RbacMode;
import dev.keyturn.operator.runtime.StartException;
import dev.keyturn.operator.source.http.HostLookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** An API server, a backend in memory and an operator between them. */
final class House extends Cluster {
  final ShiftedTime time = new ShiftedTime();
  final FakeBackend backend = new FakeBackend();
  private final Map<String, FakeBackend> backends = new ConcurrentHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable OperatorRuntime operator;
  private boolean restarts = true;
  private boolean development = true;
  private Duration storeProbe = Duration.ofSeconds(5);
  private Duration drain = Duration.ofSeconds(2);
  private boolean election;
  private Duration lease = Duration.ofSeconds(15);
  private List<String> endpoints = List.of("https://*");
  private HostLookup names = HostLookup.ofTheSystem();

  /** Only the cluster. */
  House() {
    backends.put("default", backend);
    namespace("keyturn");
  }

  /** A cluster with a running operator. */
  static House started() {
    House house = new House();
    house.restart();
    return house;
  }

  /** Starts the operator, again where it ran. */
  void restart() {
    stop();
    operator = start(config("operator", election));
  }

  /** The next operators that start elect their leader, and notice soon when they cannot. */
  void electBy(Duration leaseDuration) {
    election = true;
    lease = leaseDuration;
  }

  /** Whether the next operator that starts may restart workloads. */
  void allowRestarts(boolean allowed) {
    restarts = allowed;
  }

  /** Whether the next operator that starts serves stores for development. */
  void allowDevelopment(boolean allowed) {
    development = allowed;
  }

  /** How often the next operator that starts asks for a store that is down. */
  void probeEvery(Duration wait) {
    storeProbe = wait;
  }

  /** How long passes may take to end when the next operator that starts is stopped. */
  void drainFor(Duration longest) {
    drain = longest;
  }

  /** What the next operator that starts may reach. */
  void allowEndpoints(String... entries) {
    endpoints = List.of(entries);
  }

  /** The names that the next operator that starts finds its backends by. */
  void know(HostLookup own) {
    names = own;
  }

  void stop() {
    if (operator != null) {
      operator.close();
      operator = null;
    }
  }

  OperatorRuntime operator() {
    return Objects.requireNonNull(operator);
  }

  OperatorRuntime start(Config config) {
    try {
      return OperatorStart.start(config, time, time::nanoTime, new BackendReader(backends), names);
    } catch (StartException e) {
      throw new IllegalStateException(e);
    }
  }

  Config config(String pod, boolean leaderElection) {
    return new Config(
        Optional.of(folder.resolve("kubeconfig")),
        "keyturn",
        pod,
        RbacMode.cluster,
        Set.of(),
        development,
        Optional.of(folder),
        endpoints,
        "127.0.0.1",
        0,
        8,
        leaderElection,
        lease,
        drain,
        storeProbe,
        Config.MetricsPerObject.full,
        Config.LogLevel.INFO,
        restarts,
        false);
  }

  /** One more backend, for stores that name it. */
  FakeBackend backend(String name) {
    return backends.computeIfAbsent(name, fresh -> new FakeBackend());
  }

  /** A namespace with a store of its own that leads to the default backend. */
  void tenant(String namespace) {
    namespace(namespace);
    store(namespace, "store");
    awaitStore(namespace, "store", "True/Valid");
    awaitReasons(namespace, "StoreBecameReady");
  }

  void store(String namespace, String name) {
    apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: %s}
        spec:
          provider: {fake: {data: [{key: backend, value: default}]}}
        """,
        name, namespace);
  }

  /** A sync of one key, and more of its spec where the test needs that. */
  void sync(String namespace, String name, String remoteKey, String more) {
    apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: %s}
        spec:
          secretStoreRef: {name: store}
          data: [{secretKey: value, remoteRef: {key: %s}}]
        %s
        """,
        name, namespace, remoteKey, more.indent(2));
  }

  void sync(String namespace, String name, String remoteKey) {
    sync(namespace, name, remoteKey, "");
  }

  /** The body and status of a page of the operator. */
  HttpResponse<String> page(OperatorRuntime of, String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of.httpPort() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How many passes over any sync have ended. */
  double finishedPasses() {
    return ofSyncs("keyturn_reconcile_duration_seconds_count");
  }

  /** How many passes over any sync are under way. */
  double passesUnderWay() {
    return ofSyncs("keyturn_reconcile_active");
  }

  private double ofSyncs(String metric) {
    return page(operator(), "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(metric))
        .filter(line -> line.contains("\"secretsync\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Moves time, once nothing is under way, and waits until that has led to a pass over a sync. */
  void advance(Duration by) {
    await().until(() -> ofSyncs("keyturn_reconcile_active") == 0);
    double passes = finishedPasses();
    time.advance(by);
    await().untilAsserted(() -> assertThat(finishedPasses()).isGreaterThan(passes));
  }

  /**
   * Moves time in steps until that has led to what is asserted. One step may not be enough: a pass
   * that is under way counts from where time is when it ends. The first step has the longest
   * patience: on a slow machine a second one too early would bring on what comes after.
   */
  void advanceUntil(Duration step, ThrowingRunnable asserted) {
    Duration patience = Duration.ofSeconds(8);
    for (int steps = 1; ; steps++) {
      time.advance(step);
      try {
        await().atMost(patience).untilAsserted(asserted);
        return;
      } catch (ConditionTimeoutException e) {
        if (steps == 5) {
          throw e;
        }
        patience = Duration.ofSeconds(3);
      }
    }
  }

  @Override
  public void close() {
    server.faults().clear();
    stop();
    http.close();
    super.close();
  }
}
