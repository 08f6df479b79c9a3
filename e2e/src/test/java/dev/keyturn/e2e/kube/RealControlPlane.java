package dev.keyturn.e2e.kube;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.process.Closing;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.ServerProcess;
import dev.keyturn.e2e.process.WorkFolder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * etcd, kube-apiserver and, if wanted, kube-controller-manager on the loopback address, with RBAC,
 * an audit log and a certificate authority of its own. There are no nodes: pods stay Pending.
 *
 * <p>Or an {@link ExternalCluster}, whose processes and audit log are not ours: a test that needs
 * them is skipped there.
 *
 * <p>The faults (stop, start, suspend) are for one thread at a time; everything else is safe for
 * several.
 */
public final class RealControlPlane implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ClusterAccess access;
  private final WorkFolder folder;
  private final @Nullable ControlPlaneProcesses processes;
  private final @Nullable ExternalCluster external;
  private final HttpCaller admin;

  private RealControlPlane(
      ClusterAccess access,
      WorkFolder folder,
      @Nullable ControlPlaneProcesses processes,
      @Nullable ExternalCluster external) {
    this.access = access;
    this.folder = folder;
    this.processes = processes;
    this.external = external;
    this.admin = access.administrator();
  }

  /** A complete one: the external cluster where there is one, else processes of our own. */
  public static RealControlPlane provided(Provision provision) {
    Optional<ExternalCluster> external = ExternalCluster.find();
    if (external.isEmpty()) {
      return start(provision, ControlPlaneOptions.complete());
    }
    external.get().start();
    return attach(external.get());
  }

  /**
   * Starts processes of our own and waits until they are usable; throws with the end of a log when
   * they do not come.
   */
  public static RealControlPlane start(Provision provision, ControlPlaneOptions options) {
    WorkFolder folder = WorkFolder.create("control-plane");
    ControlPlaneProcesses processes = new ControlPlaneProcesses(provision, options, folder);
    RealControlPlane controlPlane =
        new RealControlPlane(processes.access(), folder, processes, null);
    try {
      processes.start();
      return controlPlane;
    } catch (RuntimeException e) {
      controlPlane.close();
      throw e;
    }
  }

  /** Uses a cluster that somebody else runs, and ends it with this. */
  public static RealControlPlane attach(ExternalCluster external) {
    return new RealControlPlane(
        ClusterAccess.of(external.kubeconfig()),
        WorkFolder.create("external-cluster"),
        null,
        external);
  }

  public URI url() {
    return access.url();
  }

  /** The certificate that clients of this API server trust. */
  public String certificateAuthorityPem() {
    return access.authorityPem();
  }

  /** Plain requests as a member of {@code system:masters}. */
  public HttpCaller admin() {
    return admin;
  }

  /** Plain requests with a bearer token instead. */
  public HttpCaller as(String token) {
    return access.as(token);
  }

  /** What stands before the API server; the caller closes it. */
  public FaultyProxy proxy() {
    return FaultyProxy.before(url(), access.anonymousContext());
  }

  /** A kubeconfig file of a member of {@code system:masters}. */
  public Path adminKubeconfig() {
    return access.kubeconfig();
  }

  /** A new client with the rights of {@link #adminKubeconfig()}; the caller closes it. */
  public KubernetesClient adminClient() {
    Config config = Config.fromKubeconfig(access.kubeconfig().toFile());
    // What the schema refuses of an apply is a 500, which the client would repeat for 20 s.
    config.setRequestRetryBackoffLimit(2);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  public AuditLog audit() {
    return processes().audit();
  }

  /** Creates a namespace whose name begins so and is unique; returns the name. */
  public String createNamespace(String prefix) {
    String name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    ObjectNode namespace = JSON.createObjectNode();
    namespace.putObject("metadata").put("name", name);
    admin.post("/api/v1/namespaces", namespace).orThrow();
    return name;
  }

  public void createServiceAccount(String namespace, String name) {
    ObjectNode account = JSON.createObjectNode();
    account.putObject("metadata").put("name", name);
    admin.post("/api/v1/namespaces/" + namespace + "/serviceaccounts", account).orThrow();
  }

  /** Gives a ServiceAccount a ClusterRole, such as {@code cluster-admin}, in all namespaces. */
  public void bindClusterRole(String namespace, String serviceAccount, String role) {
    ObjectNode binding = JSON.createObjectNode();
    binding.putObject("metadata").put("generateName", role.replace(':', '-') + "-");
    binding
        .putObject("roleRef")
        .put("apiGroup", "rbac.authorization.k8s.io")
        .put("kind", "ClusterRole")
        .put("name", role);
    binding
        .putArray("subjects")
        .addObject()
        .put("kind", "ServiceAccount")
        .put("namespace", namespace)
        .put("name", serviceAccount);
    admin.post("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", binding).orThrow();
  }

  /** A token of an existing ServiceAccount; without audiences it is for the API server. */
  public String serviceAccountToken(
      String namespace, String name, Duration lifetime, String... audiences) {
    ObjectNode request = JSON.createObjectNode();
    ObjectNode spec = request.putObject("spec").put("expirationSeconds", lifetime.toSeconds());
    if (audiences.length > 0) {
      List.of(audiences).forEach(spec.putArray("audiences")::add);
    }
    return requestToken(namespace, name, request);
  }

  private String requestToken(String namespace, String name, ObjectNode request) {
    return admin
        .post("/api/v1/namespaces/%s/serviceaccounts/%s/token".formatted(namespace, name), request)
        .orThrow()
        .json()
        .path("status")
        .path("token")
        .asText();
  }

  /** A token of an existing ServiceAccount that ends with this Secret of its namespace. */
  public String tokenOfSecret(String namespace, String name, String secret) {
    String uid =
        admin
            .get("/api/v1/namespaces/%s/secrets/%s".formatted(namespace, secret))
            .orThrow()
            .json()
            .at("/metadata/uid")
            .asText();
    ObjectNode request = JSON.createObjectNode();
    request
        .putObject("spec")
        .put("expirationSeconds", Duration.ofHours(1).toSeconds())
        .putObject("boundObjectRef")
        .put("apiVersion", "v1")
        .put("kind", "Secret")
        .put("name", secret)
        .put("uid", uid);
    return requestToken(namespace, name, request);
  }

  /** A kubeconfig file of an existing ServiceAccount, valid for one hour. */
  public Path serviceAccountKubeconfig(String namespace, String name) {
    return serviceAccountKubeconfig(namespace, name, url());
  }

  /** The same for what stands before the API server. */
  public Path serviceAccountKubeconfig(String namespace, String name, URI server) {
    String token = serviceAccountToken(namespace, name, Duration.ofHours(1));
    return folder.write(
        namespace + "." + name + "." + UUID.randomUUID() + ".kubeconfig",
        Kubeconfig.ofToken(server, certificateAuthorityPem(), namespace, token));
  }

  /** Starts a stopped etcd on the same data. */
  public void startEtcd() {
    processes().startEtcd();
  }

  /** Starts a stopped API server on the same address. */
  public void startApiServer() {
    processes().startApiServer();
  }

  public void stopApiServer() {
    processes().stopApiServer();
  }

  /**
   * Stops the API server and starts it on another port with another certificate of the same
   * authority; only where the options say that it is movable.
   */
  public void moveApiServer() {
    processes().moveApiServer();
  }

  public void stopEtcd() {
    processes().stopEtcd();
  }

  /** For suspend, resume and kill; throws when it was never started. */
  public ServerProcess etcd() {
    return processes().etcd();
  }

  /** For suspend, resume and kill; throws when it was never started. */
  public ServerProcess apiServer() {
    return processes().apiServer();
  }

  /** For suspend, resume and kill; throws when it was never started. */
  public ServerProcess controllerManager() {
    return processes().controllerManager();
  }

  /**
   * Compacts etcd and restarts the API server, whose cache would otherwise still answer: every
   * revision before now is gone, so watches and list continuations from there answer 410.
   */
  public void forgetHistory() {
    processes().forgetHistory();
  }

  private ControlPlaneProcesses processes() {
    if (processes == null) {
      throw new TestAbortedException("needs processes or an audit log of our own");
    }
    return processes;
  }

  /** Stops what runs, in the order of dependence, and removes data and keys. */
  @Override
  public void close() {
    Closing.inOrder(processes, external, folder);
  }
}
