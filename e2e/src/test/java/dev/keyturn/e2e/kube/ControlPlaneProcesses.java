package dev.keyturn.e2e.kube;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.process.CertificateAuthority;
import dev.keyturn.e2e.process.Closing;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.Identity;
import dev.keyturn.e2e.process.LoopbackPorts;
import dev.keyturn.e2e.process.Relay;
import dev.keyturn.e2e.process.ServerProcess;
import dev.keyturn.e2e.process.Waiting;
import dev.keyturn.e2e.process.WorkFolder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The processes of a control plane of our own: one each, stopped and started by the tests. */
final class ControlPlaneProcesses implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final Provision provision;
  private final ControlPlaneOptions options;
  private final WorkFolder folder;
  private final int etcdPort = LoopbackPorts.free();
  private final int etcdPeerPort = LoopbackPorts.free();
  private final CertificateAuthority authority = CertificateAuthority.create("keyturn test");
  private final ControlPlaneFiles files;
  private final ClusterAccess access;
  private final HttpCaller admin;
  private final @Nullable Relay relay;
  private int apiServerPort = LoopbackPorts.free();
  private @Nullable ServerProcess etcd;
  private @Nullable ServerProcess apiServer;
  private @Nullable ServerProcess controllerManager;

  ControlPlaneProcesses(Provision provision, ControlPlaneOptions options, WorkFolder folder) {
    this.provision = provision;
    this.options = options;
    this.folder = folder;
    relay = options.movable() ? Relay.to(apiServerPort) : null;
    Identity administrator = authority.client("keyturn-test", List.of("system:masters"));
    int port = relay == null ? apiServerPort : relay.port();
    URI url = URI.create("https://127.0.0.1:" + port);
    files = ControlPlaneFiles.write(folder, authority, administrator, url);
    access =
        new ClusterAccess(
            url,
            authority.self().certificatePem(),
            files.adminKubeconfig(),
            authority.context(null),
            authority.context(administrator));
    admin = access.administrator();
  }

  void start() {
    startEtcd();
    startApiServer();
    if (options.controllerManager()) {
      startControllerManager();
    }
  }

  ClusterAccess access() {
    return access;
  }

  AuditLog audit() {
    return new AuditLog(files.auditLog());
  }

  /** Starts a stopped etcd on the same data. */
  void startEtcd() {
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
  void startApiServer() {
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

  void stopApiServer() {
    apiServer().close();
  }

  /** Stops it and starts it on another port, with another key and certificate. */
  void moveApiServer() {
    if (relay == null) {
      throw new IllegalStateException("its clients would not find it");
    }
    stopApiServer();
    files.renewServer(folder, authority);
    apiServerPort = LoopbackPorts.free();
    relay.lead(apiServerPort);
    startApiServer();
  }

  void stopEtcd() {
    etcd().close();
  }

  /** For suspend, resume and kill; throws when it was never started. */
  ServerProcess etcd() {
    return running("etcd", etcd);
  }

  /** For suspend, resume and kill; throws when it was never started. */
  ServerProcess apiServer() {
    return running("kube-apiserver", apiServer);
  }

  /** For suspend, resume and kill; throws when it was never started. */
  ServerProcess controllerManager() {
    return running("kube-controller-manager", controllerManager);
  }

  /**
   * Compacts etcd and restarts the API server, whose cache would otherwise still answer: every
   * revision before now is gone, so watches and list continuations from there answer 410.
   */
  void forgetHistory() {
    awaitEndOfNamespaces();
    compactEtcd();
    // Its graceful end would wait for the watches that are open.
    apiServer().kill();
    startApiServer();
  }

  /**
   * An API server that has just started serves custom resources last: a namespace controller that
   * looks then sees none of them, and ends their namespace around them. They would stay for good,
   * seen by the operators of all suites to come.
   */
  private void awaitEndOfNamespaces() {
    if (controllerManager == null) {
      return;
    }
    Waiting.until(
        START_LIMIT,
        () ->
            admin
                .get("/api/v1/namespaces")
                .orThrow()
                .json()
                .path("items")
                .valueStream()
                .noneMatch(it -> it.path("metadata").has("deletionTimestamp")),
        () -> "a deleted namespace does not end");
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

  void startControllerManager() {
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

  /** Stops what runs, in the order of dependence. */
  @Override
  public void close() {
    Closing.inOrder(controllerManager, apiServer, etcd, relay);
  }
}
