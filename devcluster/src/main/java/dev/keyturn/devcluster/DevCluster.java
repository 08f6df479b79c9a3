package dev.keyturn.devcluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.controller.ControlLoop;
import dev.keyturn.devcluster.fault.Faults;
import dev.keyturn.devcluster.http.ApiServer;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.CustomKinds;
import dev.keyturn.devcluster.kind.GroupResource;
import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.ledger.RequestLedger;
import dev.keyturn.devcluster.resource.FieldValidation;
import dev.keyturn.devcluster.resource.ResourceRemover;
import dev.keyturn.devcluster.resource.ResourceWriter;
import dev.keyturn.devcluster.resource.Target;
import dev.keyturn.devcluster.resource.Timestamps;
import dev.keyturn.devcluster.resource.WriteOptions;
import dev.keyturn.devcluster.schema.ModelSchemas;
import dev.keyturn.devcluster.store.Change;
import dev.keyturn.devcluster.store.ObjectStore;
import dev.keyturn.devcluster.store.StoredObject;
import dev.keyturn.devcluster.tls.ServingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API server inside this JVM: in memory, on the loopback address, with the garbage
 * collection and namespace deletion of a controller manager. What it does not do as a real one is
 * listed in {@link Differences}.
 */
public final class DevCluster implements AutoCloseable {
  private static final List<String> FIRST_NAMESPACES =
      List.of("default", "kube-node-lease", "kube-public", "kube-system");

  private final Faults faults;
  private final RequestLedger ledger;
  private final ApiServer server;
  private final ControlLoop controllers;
  private final @Nullable ServingCertificate certificate;
  private final String token;

  private DevCluster(
      Faults faults,
      RequestLedger ledger,
      ApiServer server,
      ControlLoop controllers,
      @Nullable ServingCertificate certificate,
      String token) {
    this.faults = faults;
    this.ledger = ledger;
    this.server = server;
    this.controllers = controllers;
    this.certificate = certificate;
    this.token = token;
  }

  /**
   * Starts a server that answers when this returns.
   *
   * @throws IOException when the port is taken
   */
  public static DevCluster start(DevClusterOptions options) throws IOException {
    ModelSchemas schemas = new ModelSchemas();
    KindCatalog catalog = new KindCatalog(schemas);
    CustomKinds customKinds = new CustomKinds(schemas);
    ObjectStore store = new ObjectStore(options.historyLimit());
    store.listen(change -> serveDefinition(catalog, customKinds, store, change));
    Timestamps timestamps = new Timestamps(options.time());
    ResourceWriter writer = new ResourceWriter(store, customKinds, timestamps);
    ResourceRemover remover = new ResourceRemover(store, timestamps);
    createFirstNamespaces(catalog, writer);
    Faults faults = new Faults(store::compact, store::wakeWatchers, store::version);
    RequestLedger ledger = new RequestLedger();
    String token = randomToken();
    // Clients check the certificate by the system's clock, whatever clock the objects have.
    ServingCertificate certificate =
        options.tls() ? ServingCertificate.create(InstantSource.system().instant()) : null;
    ApiServer server =
        ApiServer.start(
            new ApiServer.Parts(
                store,
                catalog,
                schemas,
                writer,
                remover,
                faults,
                ledger,
                options.time(),
                options.bookmarkInterval(),
                token),
            options.port(),
            certificate);
    ControlLoop controllers = ControlLoop.start(store, catalog, writer, remover);
    return new DevCluster(faults, ledger, server, controllers, certificate, token);
  }

  private static void serveDefinition(
      KindCatalog catalog, CustomKinds customKinds, ObjectStore store, Change change) {
    if (!change.key().resource().plural().equals("customresourcedefinitions")) {
      return;
    }
    StoredObject after = change.after();
    ObjectNode definition = after == null ? change.last() : after.object();
    GroupResource resource =
        new GroupResource(
            Json.text(definition, "spec", "group"),
            Json.text(definition, "spec", "names", "plural"));
    catalog.replace(resource, after == null ? List.of() : customKinds.kindsOf(definition));
    if (after == null) {
      store.wakeWatchers();
    }
  }

  private static void createFirstNamespaces(KindCatalog catalog, ResourceWriter writer) {
    ResourceKind kind = catalog.find("", "v1", "namespaces").orElseThrow();
    for (String name : FIRST_NAMESPACES) {
      ObjectNode namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
      namespace.putObject("metadata").put("name", name);
      writer.create(
          new Target(kind, "", "", ""),
          namespace,
          new WriteOptions("kube-apiserver", false, FieldValidation.STRICT, false));
    }
  }

  private static String randomToken() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Where the server listens, for example {@code https://127.0.0.1:6443}. */
  public String url() {
    return (certificate == null ? "http" : "https") + "://127.0.0.1:" + server.port();
  }

  /** An administrator's kubeconfig, in YAML. */
  public String kubeconfig() {
    ObjectNode config = Json.object().put("apiVersion", "v1").put("kind", "Config");
    ObjectNode cluster = config.putArray("clusters").addObject().put("name", "devcluster");
    ObjectNode address = cluster.putObject("cluster").put("server", url());
    if (certificate != null) {
      address.put(
          "certificate-authority-data",
          java.util.Base64.getEncoder()
              .encodeToString(
                  certificate.authorityPem().getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }
    ObjectNode user = config.putArray("users").addObject().put("name", "admin");
    user.putObject("user").put("token", token);
    ObjectNode context = config.putArray("contexts").addObject().put("name", "devcluster");
    context
        .putObject("context")
        .put("cluster", "devcluster")
        .put("user", "admin")
        .put("namespace", "default");
    config.put("current-context", "devcluster");
    return Json.yaml(config);
  }

  /** Writes the kubeconfig so that only its owner can read it. */
  public void writeKubeconfig(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Kubeconfigs.write(file, kubeconfig());
  }

  /**
   * Writes what a process finds in a pod.
   *
   * @param folder of the files
   * @return variables of the process; see {@link PodAccess}
   */
  public Map<String, String> writePodAccess(Path folder) throws IOException {
    return PodAccess.write(
        url(), certificate == null ? null : certificate.authorityPem(), token, folder);
  }

  public Faults faults() {
    return faults;
  }

  /** Ends every connection and refuses new ones, until {@link #acceptConnections}. */
  public void refuseConnections() {
    faults.closeWatches("*");
    server.refuseConnections();
  }

  /** Listens again, on the same port. */
  public void acceptConnections() {
    server.acceptConnections();
  }

  public RequestLedger requests() {
    return ledger;
  }

  /** Closes the port and ends every thread. */
  @Override
  public void close() {
    faults.clear();
    controllers.close();
    server.close();
  }
}
