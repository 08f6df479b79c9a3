package dev.keyturn.operator.provider.gcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.operator.provider.gcp.GoogleMessages.Reply;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Secret Manager with the services that make its access tokens: OAuth 2.0, the security token
 * service, the credentials of service accounts and the metadata server; and a queue of faults that
 * answer in place of them.
 */
public final class FakeGoogle implements AutoCloseable {
  public static final String PROJECT = FakeSecretManager.PROJECT;
  static final String EMAIL = "shop@shop-prod.iam.gserviceaccount.com";
  public static final String POOL =
      "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/clusters"
          + "/providers/prod";
  static final String SERVICE_ACCOUNT_TOKEN = "header.payload.signature";
  private static final KeyPair KEYS = keys();
  private static final Pattern WORD = Pattern.compile("_([a-z])");

  final FakeSecretManager secrets;
  final Queue<ScriptedServer.Script> faults = new ConcurrentLinkedQueue<>();

  private volatile boolean serviceAccount = true;
  private final ScriptedServer server = ScriptedServer.plain(this::answer);
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final AtomicInteger logins = new AtomicInteger();

  public FakeGoogle() {
    this(InstantSource.system());
  }

  FakeGoogle(InstantSource clock) {
    this.secrets = new FakeSecretManager(clock);
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key of the service account as the file that Google hands out. */
  public String keyFile() {
    return keyFile(EMAIL);
  }

  /** The same of another account, which the key is not for. */
  public static String keyFile(String email) {
    String pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(KEYS.getPrivate().getEncoded())
                .replace("\n", "\\n")
            + "\\n-----END PRIVATE KEY-----\\n";
    return """
    {"type": "service_account", "project_id": "%s", "private_key_id": "key-1",
     "private_key": "%s", "client_email": "%s", "client_id": "1",
     "token_uri": "https://elsewhere.example/token", "universe_domain": "googleapis.com"}
    """
        .formatted(PROJECT, pem, email);
  }

  public URI uri() {
    return server.uri();
  }

  public ScriptedServer server() {
    return server;
  }

  /** Method and path of what was asked with this in its path, oldest first. */
  public List<String> asked(String part) {
    return server.requests().stream()
        .map(request -> request.method() + " " + URI.create(request.target()).getPath())
        .filter(line -> line.contains(part))
        .toList();
  }

  /** The tokens of those who asked for something with this in its path. */
  public Set<String> tokensOf(String part) {
    return server.requests().stream()
        .filter(request -> request.target().contains(part))
        .map(FakeGoogle::bearer)
        .collect(Collectors.toSet());
  }

  public void put(String id, String text) {
    secrets.put(id, text.getBytes(UTF_8));
  }

  public void disable(String id) {
    secrets.disable(id);
  }

  public void remove(String id) {
    secrets.remove(id);
  }

  /** From now on the value arrives with a checksum that is not its own. */
  public void spoilChecksum(String id) {
    secrets.spoilChecksum(id);
  }

  /** The newest value, in whatever state. */
  public String text(String id) {
    return new String(secrets.newest(id), UTF_8);
  }

  public Map<String, String> annotations(String id) {
    return secrets.annotations(id);
  }

  public int versions(String id) {
    return secrets.versions(id);
  }

  /** Answers the next request with this. */
  public void next(ScriptedServer.Script script) {
    faults.add(script);
  }

  /** Lets the next request through. */
  void pass() {
    before(() -> {});
  }

  /** Does something right before the next request is answered. */
  void before(Runnable action) {
    faults.add((request, peer) -> {
      action.run();
      work(request, peer);
    });
  }

  public void deny(String id) {
    denied.add(id);
  }

  void expireTokens() {
    tokens.clear();
  }

  /** Makes a token by hand. */
  void token(String token) {
    tokens.add(token);
  }

  int logins() {
    return logins.get();
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    ScriptedServer.Script fault = faults.poll();
    if (fault != null) {
      fault.answer(request, peer);
    } else {
      work(request, peer);
    }
  }

  private void work(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    URI target = URI.create(request.target());
    if (target.getPath().startsWith("/computeMetadata/")) {
      Reply reply = metadata(request, target.getPath());
      peer.answer(
          reply.status(),
          "Content-Type: application/json\r\nMetadata-Flavor: Google\r\n",
          reply.body());
      return;
    }
    Reply reply = reply(request, target);
    peer.json(reply.status(), reply.body());
  }

  /** Takes the service account from the machine. */
  void loseServiceAccount() {
    serviceAccount = false;
  }

  private Reply metadata(ScriptedServer.Seen request, String path) {
    if (!"Google".equals(request.headers().get("metadata-flavor"))) {
      return new Reply(403, "Missing Metadata-Flavor:Google header.");
    }
    return serviceAccount
            && path.equals("/computeMetadata/v1/instance/service-accounts/default/token")
        ? granted(3599)
        : new Reply(404, "");
  }

  private Reply reply(ScriptedServer.Seen request, URI target) {
    String path = target.getPath();
    // A client that cannot send PATCH says so in a header, which Google understands.
    String method = request.headers().getOrDefault("x-http-method-override", request.method());
    if (path.equals("/token")) {
      return keyGrant(request.body());
    }
    if (path.equals("/v1/token")) {
      return exchange(exchanged(request));
    }
    if (!tokens.contains(bearer(request))) {
      return GoogleMessages.error(
          401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
    }
    if (path.endsWith(":generateAccessToken")) {
      return impersonated(path);
    }
    for (String id : denied) {
      if (path.matches(".*/secrets/" + id + "(/.*|:.*)?")) {
        return GoogleMessages.error(
            403,
            "PERMISSION_DENIED",
            "Permission 'secretmanager.versions.access' denied for resource '" + path + "'.");
      }
    }
    return secrets.answer(
        method, path, Optional.ofNullable(target.getRawQuery()).orElse(""), request.body());
  }

  private static String bearer(ScriptedServer.Seen request) {
    return request.headers().getOrDefault("authorization", "").replaceFirst("^Bearer ", "");
  }

  private Reply keyGrant(String form) {
    Map<String, String> parameters = GoogleMessages.parameters(form);
    if (!"urn:ietf:params:oauth:grant-type:jwt-bearer".equals(parameters.get("grant_type"))) {
      return oauthError("unsupported_grant_type");
    }
    String[] parts = parameters.getOrDefault("assertion", "..").split("\\.", -1);
    JsonNode header = part(parts[0]);
    JsonNode claims = part(parts[1]);
    boolean good =
        parts.length == 3
            && header.path("alg").asText().equals("RS256")
            && header.path("kid").asText().equals("key-1")
            && claims.path("iss").asText().equals(EMAIL)
            && isAddressedTo(claims.path("aud").asText())
            && claims.path("scope").asText().endsWith("/auth/cloud-platform")
            && claims.path("exp").asLong() - claims.path("iat").asLong() <= 3600
            && isSigned(parts[0] + "." + parts[1], parts[2]);
    return good ? granted(3599) : oauthError("invalid_grant");
  }

  /** Google's client addresses the service by where it sends to. */
  private boolean isAddressedTo(String audience) {
    return audience.equals("https://oauth2.googleapis.com/token")
        || audience.equals(uri() + "/token");
  }

  private static JsonNode part(String text) {
    return GoogleMessages.json(new String(Base64.getUrlDecoder().decode(text), UTF_8));
  }

  private static boolean isSigned(String text, String signature) {
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(KEYS.getPublic());
      check.update(text.getBytes(US_ASCII));
      return check.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The service takes JSON, and a form with the names of RFC 8693, which Google's clients send. */
  private static JsonNode exchanged(ScriptedServer.Seen request) {
    if (!request.headers().getOrDefault("content-type", "").contains("form-urlencoded")) {
      return GoogleMessages.json(request.body());
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    GoogleMessages.parameters(request.body())
        .forEach((name, text) -> {
          Matcher words = WORD.matcher(name);
          fields.put(words.replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT)), text);
        });
    return fields;
  }

  private Reply exchange(JsonNode request) {
    boolean good =
        request.path("grantType").asText().endsWith(":token-exchange")
            && request.path("requestedTokenType").asText().endsWith(":access_token")
            && request.path("subjectTokenType").asText().endsWith(":jwt")
            && request.path("scope").asText().endsWith("/auth/cloud-platform")
            && request.path("audience").asText().equals(POOL)
            && isKnown(request.path("subjectToken").asText());
    return good
        ? new Reply(
            200,
            """
            {"access_token":"%s","expires_in":3599,"token_type":"Bearer",
             "issued_token_type":"urn:ietf:params:oauth:token-type:access_token"}
            """
                .formatted(newToken()))
        : oauthError("invalid_grant");
  }

  /** Who signed a cluster's token is not looked at, whom it is for and made for is. */
  private static boolean isKnown(String token) {
    if (token.equals(SERVICE_ACCOUNT_TOKEN)) {
      return true;
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return false;
    }
    JsonNode claims = part(parts[1]);
    return claims.path("sub").asText().equals("system:serviceaccount:shop:app")
        && claims.path("aud").toString().contains("\"https:" + POOL + "\"");
  }

  private Reply impersonated(String path) {
    if (!path.equals("/v1/projects/-/serviceAccounts/" + EMAIL + ":generateAccessToken")) {
      return GoogleMessages.error(403, "PERMISSION_DENIED", "Permission denied.");
    }
    String token = newToken();
    return new Reply(
        200, "{\"accessToken\":\"%s\",\"expireTime\":\"2126-03-04T06:06:07Z\"}".formatted(token));
  }

  private Reply granted(int seconds) {
    return new Reply(
        200,
        "{\"access_token\":\"%s\",\"expires_in\":%d,\"token_type\":\"Bearer\"}"
            .formatted(newToken(), seconds));
  }

  private String newToken() {
    String token = "ya29.login-" + logins.incrementAndGet();
    tokens.add(token);
    return token;
  }

  private static Reply oauthError(String error) {
    return new Reply(
        400, "{\"error\":\"%s\",\"error_description\":\"Invalid JWT.\"}".formatted(error));
  }

  @Override
  public void close() {
    server.close();
  }
}
