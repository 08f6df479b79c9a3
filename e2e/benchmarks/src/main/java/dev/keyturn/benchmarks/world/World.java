package dev.keyturn.benchmarks.world;

import dev.keyturn.benchmarks.measure.ProcessReading;
import dev.keyturn.benchmarks.subject.Subject;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.ControlPlaneOptions;
import dev.keyturn.e2e.kube.CustomResources;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.process.Closing;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultAccess.AppRole;
import dev.keyturn.e2e.vault.VaultOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fresh servers with one key-value engine and an account for the operator. There is no controller
 * manager: nothing but the operator and this process uses the API server.
 */
public final class World implements AutoCloseable {
  /** Name of the engine that all values are in. */
  public static final String MOUNT = "bench";

  /** Limit of each store. */
  public static final int REQUESTS_PER_SECOND = 1000;

  private static final String ACCOUNT = "operator";
  private static final int WRITERS = 8;

  private final Subject subject;
  private final RealControlPlane cluster;
  private final RealVault vault;
  private final KubernetesClient client;
  private final Manifests manifests;
  private final TargetWatch watch;
  private final String operatorNamespace;
  private final Map<String, String> words = new HashMap<>();
  private final AtomicInteger namespaces = new AtomicInteger();

  private World(Subject subject, RealControlPlane cluster, RealVault vault) {
    this.subject = subject;
    this.cluster = cluster;
    this.vault = vault;
    CustomResources.install(cluster);
    client = RawClient.connect(cluster.adminKubeconfig());
    manifests = new Manifests(client);
    subject.manifests().definitions().forEach(manifests::define);
    operatorNamespace = cluster.createNamespace("operator");
    cluster.createServiceAccount(operatorNamespace, ACCOUNT);
    cluster.bindClusterRole(operatorNamespace, ACCOUNT, "cluster-admin");
    vault.keyValues().mount(MOUNT, 2);
    allowLogins();
    watch = new TargetWatch(client);
  }

  /** Starts the servers: some ten seconds. */
  public static World start(Provision provision, Subject subject) {
    RealControlPlane cluster =
        RealControlPlane.start(provision, ControlPlaneOptions.apiServerOnly());
    RealVault vault = RealVault.start(provision, VaultOptions.plain());
    return new World(subject, cluster, vault);
  }

  private void allowLogins() {
    vault.access().readPolicy("bench-read", MOUNT);
    vault.access().enableAppRole("approle");
    AppRole role = vault.access().appRole("approle", "bench", Duration.ofHours(4), "bench-read");
    words.put("token", vault.access().createToken(Duration.ofHours(4), "bench-read"));
    words.put("roleId", role.roleId());
    words.put("secretId", role.secretId());
    words.put("mount", MOUNT);
    words.put("operatorNamespace", operatorNamespace);
    words.put("requestsPerSecond", Integer.toString(REQUESTS_PER_SECOND));
  }

  /** Known to every manifest. */
  Map<String, String> words() {
    return words;
  }

  /** Writes the values of the paths 0 to count - 1. */
  public void writeValues(int count, Values values, String marker) {
    Parallel.run(WRITERS, count, i -> writeValue(i, values, marker));
  }

  /** Writes a new version of one path's value. */
  public void writeValue(int number, Values values, String marker) {
    vault.keyValues().writeJson(MOUNT, Tenant.path(number), values.json(number, marker));
  }

  /** Creates Secrets that have nothing to do with the operator, in a namespace of their own. */
  public void foreignSecrets(int count, Values values) {
    Tenant foreign = tenant("foreign");
    try (RawClient raw = rawClient(WRITERS)) {
      Parallel.run(WRITERS, count, i -> raw.createForeign(foreign, i, values.of(i, "foreign")));
    }
  }

  /** A fresh namespace. */
  public Tenant tenant(String prefix) {
    return new Tenant(this, cluster.createNamespace(prefix + namespaces.getAndIncrement()));
  }

  /**
   * Applies the store that these namespaces share; false where the operator knows no such thing.
   */
  public boolean shareStore(List<String> names) {
    if (!subject.manifests().hasSharedStore()) {
      return false;
    }
    Map<String, String> all = new HashMap<>(words);
    all.put("server", vault.url().toString());
    all.put("namespaces", "[" + String.join(", ", names) + "]");
    subject
        .manifests()
        .fill("shared-store.yaml", all)
        .forEach(document -> manifests.apply(operatorNamespace, document));
    return true;
  }

  /** The operator with the Flight Recorder; empty where it has none. */
  public Optional<Subject> recorded(Path recording) {
    return subject.recorded(recording);
  }

  /** A process of the operator, started now, whose stores name this address. */
  public OperatorRun startOperator(URI... backends) {
    return startOperator(subject, List.of(backends));
  }

  /** A process of a variant of the operator, started now. */
  public OperatorRun startOperator(Subject variant) {
    return startOperator(variant, List.of(vault.url()));
  }

  private OperatorRun startOperator(Subject variant, List<URI> backends) {
    return OperatorRun.start(
        variant,
        cluster.serviceAccountKubeconfig(operatorNamespace, ACCOUNT),
        operatorNamespace,
        backends);
  }

  /** A process of the operator, started now. */
  public OperatorRun startOperator() {
    return startOperator(vault.url());
  }

  /** A new client of the raw kind; the caller closes it. */
  public RawClient rawClient(int workers) {
    return new RawClient(this, workers);
  }

  /** The requests of the operator from now on. */
  public Counts counts() {
    return new Counts(
        cluster.audit(),
        "system:serviceaccount:" + operatorNamespace + ":" + ACCOUNT,
        vault.ledger());
  }

  /** Processor seconds that the API server, etcd and Vault have used so far. */
  public double serverSeconds() {
    return List.of(cluster.apiServer(), cluster.etcd(), vault.server()).stream()
        .map(server -> ProcessReading.of(server.pid()))
        .mapToDouble(reading -> reading.map(ProcessReading::cpuSeconds).orElse(0.0))
        .sum();
  }

  public RealVault vault() {
    return vault;
  }

  public TargetWatch watch() {
    return watch;
  }

  public Subject subject() {
    return subject;
  }

  KubernetesClient client() {
    return client;
  }

  Manifests manifests() {
    return manifests;
  }

  RealControlPlane cluster() {
    return cluster;
  }

  @Override
  public void close() {
    Closing.inOrder(watch, client, vault, cluster);
  }
}
