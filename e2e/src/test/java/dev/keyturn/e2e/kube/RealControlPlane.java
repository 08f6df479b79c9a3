package dev.keyturn.e2e.kube;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.process.CertificateAuthority;
import dev.keyturn.e2e.process.Closing;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.Identity;
import dev.keyturn.e2e.process.LoopbackPorts;
import dev.keyturn.e2e.process.ServerProcess;
import dev.keyturn.e2e.process.WorkFolder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * etcd, kube-apiserver and, if wanted, kube-controller-manager on the loopback address, with RBAC,
 * an audit log and a certificate authority of its own. There are no nodes: pods stay Pending.
 *
 * <p>The faults (stop, start, suspend) are for one thread at a time; everything else is safe for
 * several.
 */
public final class RealControlPlane implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final Provision provision;
  private final ControlPlaneOptions options;
  private final WorkFolder folder = WorkFolder.create("control-plane");
  private final CertificateAuthority authority = CertificateAuthority.create("keyturn test");
  private final int etcdPort = LoopbackPorts.free();
  private final int etcdPeerPort = LoopbackPorts.free();
  private final int apiServerPort = LoopbackPorts.free();
  private final URI url = URI.create("https://127.0.0.1:" + apiServerPort);
  private final ControlPlaneFiles files;
  private final HttpCaller admin;
  private @Nullable ServerProcess etcd;
  private @Nullable ServerProcess apiServer;
  private @Nullable ServerProcess controllerManager;

  private RealControlPlane(Provision provision, ControlPlaneOptions options) {
    this.provision = provision;
    this.options = options;
    Identity administrator = authority.client("keyturn-test", List.of("system:masters"));
    files = ControlPlaneFiles.write(folder, authority, administrator, url);
    admin = HttpCaller.to(url, authority.context(administrator)).with("User-Agent", "keyturn-test");
  }

  /** Starts and waits until it is usable; throws with the end of a log when it does not come. */
  public static RealControlPlane start(Provision provision, ControlPlaneOptions options) {
    RealControlPlane controlPlane = new RealControlPlane(provision, options);
    try {
      controlPlane.startEtcd();
      controlPlane.startApiServer();
      if (options.controllerManager()) {
        controlPlane.startControllerManager();
      }
      return controlPlane;
    } catch (RuntimeException e) {
      controlPlane.close();
      throw e;
    }
  }

  public URI url() {
    return url;
  }

  /** The certificate that clients of this API server trust. */
  public String certificateAuthorityPem() {
    return authority.self().certificatePem();
  }

  /** Plain requests as a member of {@code system:masters}. */
  public HttpCaller admin() {
    return admin;
  }

  /** Plain requests with a bearer token instead. */
  public HttpCaller as(String token) {
    return HttpCaller.to(url, authority.context(null)).with("Authorization", "Bearer " + token);
  }

  /** A kubeconfig file of a member of {@code system:masters}. */
  public Path adminKubeconfig() {
    return files.adminKubeconfig();
  }

  /** A new client with the rights of {@link #adminKubeconfig()}; the caller closes it. */
  public KubernetesClient adminClient() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(files.adminKubeconfig().toFile()))
        .build();
  }

  public AuditLog audit() {
    return new AuditLog(files.auditLog());
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
    return admin
        .post("/api/v1/namespaces/%s/serviceaccounts/%s/token".formatted(namespace, name), request)
        .orThrow()
        .json()
        .path("status")
        .path("token")
        .asText();
  }

  /** A kubeconfig file of an existing ServiceAccount, valid for one hour. */
  public Path serviceAccountKubeconfig(String namespace, String name) {
    String token = serviceAccountToken(namespace, name, Duration.ofHours(1));
    return folder.write(
        namespace + "." + name + "." + UUID.randomUUID() + ".kubeconfig",
        Kubeconfig.ofToken(url, certificateAuthorityPem(), namespace, token));
  }

  /** Starts a stopped etcd on the same data. */
  public void startEtcd() {
    HttpCaller caller = HttpCaller.to(URI.create("http://127.0.0.1:" + etcdPort), null);
    ServerProcess started =
        launch(
            "etcd",
            files.etcdCommand(
                provision.program(Component.ETCD), folder.path("etcd"), etcdPort, etcdPeerPort));
    etcd = started;
    started.awaitReady(START_LIMIT, () -> caller.get("/health").successful());
  }

  /** Starts a stopped API server on the same address. */
  public void startApiServer() {
    List<String> command =
        new ArrayList<>(
            files.apiServerCommand(
                provision.program(Component.KUBE_APISERVER),
                folder.path("kube-apiserver"),
                apiServerPort,
                etcdPort));
    command.addAll(options.apiServerFlags());
    ServerProcess started = launch("kube-apiserver", command);
    apiServer = started;
    started.awaitReady(START_LIMIT, () -> admin.get("/readyz").status() == 200);
  }

  public void stopApiServer() {
    apiServer().close();
  }

  public void stopEtcd() {
    etcd().close();
  }

  /** For suspend, resume and kill; throws when it was never started. */
  public ServerProcess etcd() {
    return running("etcd", etcd);
  }

  /** For suspend, resume and kill; throws when it was never started. */
  public ServerProcess apiServer() {
    return running("kube-apiserver", apiServer);
  }

  /** For suspend, resume and kill; throws when it was never started. */
  public ServerProcess controllerManager() {
    return running("kube-controller-manager", controllerManager);
  }

  /**
   * Compacts etcd and restarts the API server, whose cache would otherwise still answer: every
   * revision before now is gone, so watches and list continuations from there answer 410.
   */
  public void forgetHistory() {
    compactEtcd();
    stopApiServer();
    startApiServer();
  }

  private void compactEtcd() {
    HttpCaller caller = HttpCaller.to(URI.create("http://127.0.0.1:" + etcdPort), null);
    String revision =
        caller
            // A write of our own, in base64: the newest revision itself survives a compaction.
            .post("/v3/kv/put", JSON.createObjectNode().put("key", "a2V5").put("value", "dg=="))
            .orThrow()
            .json()
            .path("header")
            .path("revision")
            .asText();
    caller
        .post(
            "/v3/kv/compaction",
            JSON.createObjectNode().put("revision", revision).put("physical", true))
        .orThrow();
  }

  private void startControllerManager() {
    controllerManager =
        launch(
            "kube-controller-manager",
            files.controllerManagerCommand(provision.program(Component.KUBE_CONTROLLER_MANAGER)));
    controllerManager()
        .awaitReady(
            START_LIMIT,
            () -> admin.get("/api/v1/namespaces/default/serviceaccounts/default").status() == 200);
  }

  private ServerProcess launch(String name, List<String> command) {
    return ServerProcess.start(name, command, folder.log(name), Map.of());
  }

  private static ServerProcess running(String name, @Nullable ServerProcess process) {
    if (process == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return process;
  }

  /** Stops what runs, in the order of dependence, and removes data and keys. */
  @Override
  public void close() {
    Closing.inOrder(controllerManager, apiServer, etcd, folder);
  }
}
