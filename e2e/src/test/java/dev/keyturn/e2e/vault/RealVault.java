package dev.keyturn.e2e.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Vault or OpenBao server with storage on disk: it can be sealed, unsealed and restarted without
 * losing data, which a server in dev mode cannot. Its audit device is on from the start.
 */
public final class RealVault implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Path program;
  private final WorkFolder folder = WorkFolder.create("vault");
  private final CertificateAuthority authority = CertificateAuthority.create("keyturn test vault");
  private final Map<Flaw, Integer> flawedPorts = new EnumMap<>(Flaw.class);
  private final URI url;
  private final Path config;
  private final HttpCaller anonymous;
  private @Nullable ServerProcess server;
  private String unsealKey = "";
  private String rootToken = "";

  /** What is wrong with a certificate. */
  public enum Flaw {
    EXPIRED,
    /** It is that of another host. */
    MISNAMED,
    /** Its authority has the name of the trusted one and is another. */
    UNKNOWN
  }

  private RealVault(Provision provision, VaultOptions options) {
    program = provision.program(options.program());
    int port = LoopbackPorts.free();
    url = URI.create((options.tls() ? "https" : "http") + "://127.0.0.1:" + port);
    anonymous = HttpCaller.to(url, options.tls() ? authority.context(null) : null);
    config = folder.write("vault.json", config(options, port).toString());
  }

  /** Starts, initialises and unseals. */
  public static RealVault start(Provision provision, VaultOptions options) {
    RealVault vault = new RealVault(provision, options);
    try {
      vault.startServer();
      vault.initialise();
      vault.unseal();
      vault.enableAudit();
      return vault;
    } catch (RuntimeException e) {
      vault.close();
      throw e;
    }
  }

  private ObjectNode config(VaultOptions options, int port) {
    ObjectNode root =
        JSON.createObjectNode()
            .put("disable_mlock", true)
            .put("ui", false)
            .put("log_level", "warn")
            .put("api_addr", url.toString())
            // Newer OpenBao refuses audit devices made through the API; Vault ignores the word.
            .put("unsafe_allow_api_audit_creation", true);
    ObjectNode storage = root.putObject("storage");
    if (options.program() == Component.OPENBAO) {
      raft(root, storage);
    } else {
      storage.putObject("file").put("path", folder.path("data").toString());
    }
    ArrayNode listeners = root.putArray("listener");
    ObjectNode listener = listener(listeners, port);
    if (options.tls()) {
      show(listener, "vault", authority.server("vault"));
      for (Flaw flaw : Flaw.values()) {
        int flawedPort = LoopbackPorts.free();
        flawedPorts.put(flaw, flawedPort);
        show(listener(listeners, flawedPort), flaw.name(), identity(flaw));
      }
    } else {
      listener.put("tls_disable", true);
    }
    return root;
  }

  private static ObjectNode listener(ArrayNode listeners, int port) {
    return listeners.addObject().putObject("tcp").put("address", "127.0.0.1:" + port);
  }

  private void show(ObjectNode listener, String name, Identity identity) {
    listener
        .put("tls_cert_file", folder.write(name + ".crt", identity.certificatePem()).toString())
        .put("tls_key_file", folder.write(name + ".key", identity.keyPem()).toString());
  }

  private Identity identity(Flaw flaw) {
    return switch (flaw) {
      case EXPIRED -> authority.expiredServer("vault");
      case MISNAMED -> authority.serverElsewhere("vault.test");
      case UNKNOWN -> CertificateAuthority.create("keyturn test vault").server("vault");
    };
  }

  /** The one storage on disk that OpenBao has: a cluster of one. It makes no folder. */
  private void raft(ObjectNode root, ObjectNode storage) {
    root.put("cluster_addr", "https://127.0.0.1:" + LoopbackPorts.free());
    storage
        .putObject("raft")
        .put("path", folder.makeFolder("data").toString())
        .put("node_id", "one");
  }

  public URI url() {
    return url;
  }

  /** Another port of a server with TLS, with a certificate that nobody should trust. */
  public int flawedPort(Flaw flaw) {
    return Objects.requireNonNull(flawedPorts.get(flaw), "it listens without TLS");
  }

  /** The certificate that clients trust when it listens with TLS. */
  public String certificateAuthorityPem() {
    return authority.self().certificatePem();
  }

  /** A client of the authority by which it listens with TLS. */
  public Identity client(String commonName) {
    return authority.client(commonName, List.of());
  }

  public String rootToken() {
    return rootToken;
  }

  /** Requests without a token. */
  public HttpCaller anonymous() {
    return anonymous;
  }

  /** Requests with the root token. */
  public HttpCaller root() {
    return as(rootToken);
  }

  /** Requests with some token. */
  public HttpCaller as(String token) {
    return anonymous.with("X-Vault-Token", token);
  }

  /** Key-value engines: mounts, values and versions. */
  public VaultKeyValues keyValues() {
    return new VaultKeyValues(root());
  }

  /** Policies, ways to log in, tokens. */
  public VaultAccess access() {
    return new VaultAccess(root());
  }

  /** What the server's audit device says was asked of it. */
  public VaultLedger ledger() {
    return new VaultLedger(folder.log("audit"));
  }

  /** Forgets the master key: every request answers 503 until {@link #unseal()}. */
  public void seal() {
    root().call("PUT", "/v1/sys/seal", "application/json", "").orThrow();
  }

  /** Waits until it answers as active again. */
  public void unseal() {
    anonymous.call("PUT", "/v1/sys/unseal", "application/json", keyRequest().toString()).orThrow();
    server().awaitReady(START_LIMIT, () -> anonymous.get("/v1/sys/health").status() == 200);
  }

  /** Ends the process; connections are refused until {@link #restart()}. */
  public void stop() {
    server().close();
  }

  /** Starts again on the same address and data, and unseals. */
  public void restart() {
    stop();
    startServer();
    unseal();
  }

  /** For suspend, resume and kill. */
  public ServerProcess server() {
    if (server == null) {
      throw new IllegalStateException("vault was not started");
    }
    return server;
  }

  private ObjectNode keyRequest() {
    return JSON.createObjectNode().put("key", unsealKey);
  }

  private void startServer() {
    ServerProcess started =
        ServerProcess.start(
            "vault",
            List.of(program.toString(), "server", "-config=" + config),
            folder.log("vault"),
            Map.of("VAULT_SKIP_VERIFY", "", "HOME", folder.path("").toString()));
    server = started;
    // 501: not initialised; 503: sealed.
    started.awaitReady(
        START_LIMIT,
        () -> {
          int status = anonymous.get("/v1/sys/health").status();
          return status == 501 || status == 503;
        });
  }

  private void initialise() {
    ObjectNode request = JSON.createObjectNode().put("secret_shares", 1).put("secret_threshold", 1);
    JsonNode answer =
        anonymous
            .call("PUT", "/v1/sys/init", "application/json", request.toString())
            .orThrow()
            .json();
    unsealKey = answer.path("keys_base64").path(0).asText();
    rootToken = answer.path("root_token").asText();
  }

  private void enableAudit() {
    ObjectNode device = JSON.createObjectNode().put("type", "file");
    device.putObject("options").put("file_path", folder.log("audit").toString());
    root().call("PUT", "/v1/sys/audit/test", "application/json", device.toString()).orThrow();
  }

  @Override
  public void close() {
    Closing.inOrder(server, folder);
  }
}
