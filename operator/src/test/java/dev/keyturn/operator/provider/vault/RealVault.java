package dev.keyturn.operator.provider.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A Vault or OpenBao server in development mode, with the logins {@code approle} and {@code
 * kubernetes} set up; the latter asks a scripted API server.
 */
final class RealVault implements AutoCloseable {
  static final String ROLE = "shop";

  private static final String ROOT = "root";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final VaultServer server;
  private final URI uri;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ScriptedServer apiServer = ScriptedServer.plain(RealVault::review);
  private final AtomicInteger mounts = new AtomicInteger();

  RealVault(VaultServer server) {
    this(server, Map.of());
  }

  /**
   * A server that is up and set up.
   *
   * @param environment what its process finds beside what this one has
   */
  RealVault(VaultServer server, Map<String, String> environment) {
    this.server = server;
    Path binary = server.program().path();
    int port = freePort();
    this.uri = URI.create("http://127.0.0.1:" + port);
    this.process = start(binary, port, environment);
    try {
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::isUp);
      setUp();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start(Path binary, int port, Map<String, String> environment) {
    ProcessBuilder server =
        new ProcessBuilder(
                binary.toString(),
                "server",
                "-dev",
                "-dev-no-store-token",
                "-dev-root-token-id=" + ROOT,
                "-dev-listen-address=127.0.0.1:" + port)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    server.environment().putAll(environment);
    try {
      return server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isUp() {
    try {
      return send("GET", "sys/health", "").statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private void setUp() {
    admin("POST", "sys/auth/approle", "{\"type\":\"approle\"}");
    admin("POST", "sys/auth/kubernetes", "{\"type\":\"kubernetes\"}");
    admin(
        "POST",
        "auth/approle/role/" + ROLE,
        "{\"token_policies\":[\"shop\"],\"token_ttl\":\"1h\",\"token_max_ttl\":\"2h\"}");
    admin(
        "POST",
        "auth/kubernetes/config",
        JSON.createObjectNode()
            .put("kubernetes_host", apiServer.uri().toString())
            // OpenBao wants one of every cluster, though this API server has no TLS.
            .put("kubernetes_ca_cert", new TestCertificates("cluster").pem())
            .put("token_reviewer_jwt", "x.y.z")
            .put("disable_local_ca_jwt", true)
            .toString());
    admin(
        "POST",
        "auth/kubernetes/role/" + ROLE,
        """
        {"bound_service_account_names":["app"],"bound_service_account_namespaces":["shop"],\
        "audience":"vault","token_policies":["shop"],"token_ttl":"1h"}\
        """);
  }

  /** Authenticates the ServiceAccount token that {@link #jwt} makes, and no other. */
  private static void review(ScriptedServer.Seen request, ScriptedServer.Peer peer)
      throws IOException {
    boolean known = request.body().contains(jwt("app"));
    peer.json(
        201,
        """
        {"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","status":{"authenticated":%b,\
        "audiences":["vault"],"user":{"username":"system:serviceaccount:shop:app","uid":"u-1",\
        "groups":["system:serviceaccounts"]}}}\
        """
            .formatted(known));
  }

  /** An unsigned token of a ServiceAccount in the namespace {@code shop}. */
  static String jwt(String account) {
    return part("{\"alg\":\"RS256\",\"kid\":\"k\"}")
        + "."
        + part(
            """
            {"aud":["vault"],"iss":"https://kubernetes.default.svc","exp":4102444800,"iat":1,\
            "sub":"system:serviceaccount:shop:%s","kubernetes.io":{"namespace":"shop",\
            "serviceaccount":{"name":"%s","uid":"u-1"}}}\
            """
                .formatted(account, account))
        + "."
        + part("signature");
  }

  private static String part(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  VaultServer server() {
    return server;
  }

  URI uri() {
    return uri;
  }

  /** A new key-value mount. */
  String mount(VaultConfig.KeyValueVersion version) {
    String mount = "team/kv-" + mounts.incrementAndGet();
    admin(
        "POST",
        "sys/mounts/" + mount,
        "{\"type\":\"kv\",\"options\":{\"version\":\"%d\"}}".formatted(version.ordinal() + 1));
    if (version == VaultConfig.KeyValueVersion.V2) {
      // A new mount refuses everything while the server makes it one with versions.
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .until(() -> send("GET", mount + "/config", "").statusCode() == 200);
    }
    return mount;
  }

  /** Sets what the logins may do. */
  void policy(String hcl) {
    try {
      admin("POST", "sys/policies/acl/shop", JSON.writeValueAsString(Map.of("policy", hcl)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  String roleId() {
    return admin("GET", "auth/approle/role/" + ROLE + "/role-id", "").at("/data/role_id").asText();
  }

  String secretId() {
    return admin("POST", "auth/approle/role/" + ROLE + "/secret-id", "")
        .at("/data/secret_id")
        .asText();
  }

  /** A call as root that must succeed. */
  JsonNode admin(String method, String path, String body) {
    HttpResponse<String> response = send(method, path, body);
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": " + response.body());
    }
    try {
      return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri + "/v1/" + path))
            .method(method, BodyPublishers.ofString(body))
            .header("X-Vault-Token", ROOT)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    client.close();
    apiServer.close();
  }
}
