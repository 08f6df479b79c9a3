package dev.keyturn.operator.provider.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A key vault in memory with the logins before it, as the REST reference of Key Vault 7.6, the
 * pages about Entra ID's token endpoint and the instance metadata service describe them; and a
 * queue of faults that answer in place of it.
 */
public final class FakeKeyVault implements AutoCloseable {
  public static final String TENANT = "11111111-2222-3333-4444-555555555555";
  public static final String CLIENT_ID = "99999999-8888-7777-6666-555555555555";
  public static final String CLIENT_SECRET = "s3cr3t~with+plus&more";
  static final String JWT = "header.payload.signature";
  private static final String SCOPE = "https://vault.azure.net/.default";

  final FakeSecrets secrets = new FakeSecrets(this::uri);
  final Queue<ScriptedServer.Script> faults = new ConcurrentLinkedQueue<>();

  private final ScriptedServer server;
  private final AtomicInteger logins = new AtomicInteger();
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private volatile Predicate<String> assertions = JWT::equals;
  private volatile Optional<String> resource = Optional.empty();

  public FakeKeyVault() {
    this.server = ScriptedServer.plain(this::answer);
  }

  /** A vault with the certificate of the context. */
  FakeKeyVault(SSLContext context) {
    this.server = ScriptedServer.tls(context, this::answer);
  }

  record Reply(int status, String body) {
    static Reply error(int status, String code, String inner) {
      String more = inner.isEmpty() ? "" : ",\"innererror\":{\"code\":\"" + inner + "\"}";
      return new Reply(
          status, "{\"error\":{\"code\":\"%s\",\"message\":\"text\"%s}}".formatted(code, more));
    }
  }

  public URI uri() {
    return server.uri();
  }

  ScriptedServer server() {
    return server;
  }

  /** Which assertions of a client the token endpoint takes. */
  void assertions(Predicate<String> taken) {
    assertions = taken;
  }

  /** What the challenge names as the service that tokens must be for. */
  void resource(String address) {
    resource = Optional.of(address);
  }

  /** Whether a token is one that it made. */
  boolean takes(String token) {
    return tokens.contains(token);
  }

  void expireTokens() {
    tokens.clear();
  }

  void deny(String name) {
    denied.add(FakeSecrets.canonical(name));
  }

  public void put(String name, String value) {
    secrets.put(name, value);
  }

  public void disable(String name) {
    secrets.disable(name);
  }

  public void expires(String name, Instant end) {
    secrets.expires(name, end.getEpochSecond());
  }

  public void delete(String name) {
    secrets.delete(name);
  }

  public void tag(String name, Map<String, String> tags) {
    secrets.tag(name, tags);
  }

  public Optional<String> value(String name) {
    return secrets.value(name);
  }

  /** Answers the next request with a status and a body of something else. */
  public void nextAnswer(int status, String headers, String body) {
    faults.add((request, peer) -> peer.answer(status, headers, body));
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    ScriptedServer.Script fault = faults.poll();
    if (fault != null) {
      fault.answer(request, peer);
      return;
    }
    URI target = URI.create(request.target());
    Optional<Reply> login = login(request, target);
    if (login.isPresent()) {
      peer.json(login.get().status(), login.get().body());
      return;
    }
    String authorization = request.headers().getOrDefault("authorization", "");
    if (!authorization.startsWith("Bearer ") || !tokens.contains(authorization.substring(7))) {
      peer.answer(
          401,
          "Content-Type: application/json\r\nx-ms-keyvault-service-version: 1.9.640.1\r\n"
              + "WWW-Authenticate: Bearer authorization=\"https://login.windows.net/%s\","
                  .formatted(TENANT)
              + " resource=\"%s\"\r\n".formatted(resource.orElseGet(() -> uri().toString())),
          Reply.error(401, "Unauthorized", "").body());
      return;
    }
    Reply reply = known(request, target);
    peer.json(reply.status(), reply.body());
  }

  private Reply known(ScriptedServer.Seen request, URI target) {
    Map<String, String> query = fields(Optional.ofNullable(target.getRawQuery()).orElse(""));
    if (!"7.6".equals(query.get("api-version"))) {
      return Reply.error(400, "BadParameter", "");
    }
    String[] parts = target.getPath().split("/");
    if (parts.length > 2 && denied.contains(FakeSecrets.canonical(parts[2]))) {
      return Reply.error(403, "Forbidden", "ForbiddenByRbac");
    }
    return secrets.answer(request.method(), parts, query, request.body());
  }

  private Optional<Reply> login(ScriptedServer.Seen request, URI target) {
    if (request.method().equals("POST") && target.getPath().endsWith("/oauth2/v2.0/token")) {
      return Optional.of(exchange(target.getPath(), fields(request.body())));
    }
    if (target.getPath().equals("/metadata/identity/oauth2/token")) {
      Map<String, String> query = fields(target.getRawQuery());
      boolean right =
          "true".equals(request.headers().get("metadata"))
              && "https://vault.azure.net".equals(query.get("resource"))
              && CLIENT_ID.equals(query.getOrDefault("client_id", CLIENT_ID));
      return Optional.of(
          right
              ? token("\"3599\"", ",\"expires_on\":\"4102444800\",\"not_before\":\"1760000000\"")
              : new Reply(400, "{\"error\":\"invalid_request\"}"));
    }
    return Optional.empty();
  }

  private Reply exchange(String path, Map<String, String> form) {
    boolean asked =
        path.equals("/" + TENANT + "/oauth2/v2.0/token")
            && "client_credentials".equals(form.get("grant_type"))
            && CLIENT_ID.equals(form.get("client_id"))
            && List.of(form.getOrDefault("scope", "").split(" ")).contains(SCOPE);
    boolean proven =
        CLIENT_SECRET.equals(form.get("client_secret"))
            || ("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                    .equals(form.get("client_assertion_type"))
                && assertions.test(form.getOrDefault("client_assertion", "")));
    return asked && proven
        ? token("3599", "")
        : new Reply(401, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215\"}");
  }

  /**
   * A token.
   *
   * @param seconds how long it lives, as JSON
   * @param more members beside those that every login answers
   */
  private Reply token(String seconds, String more) {
    return new Reply(
        200,
        "{\"token_type\":\"Bearer\",\"expires_in\":%s,\"access_token\":\"%s\"%s}"
            .formatted(seconds, token(), more));
  }

  /** A token without a login. */
  String token() {
    String token = "eyJ." + logins.incrementAndGet() + ".signature";
    tokens.add(token);
    return token;
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split("&")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(
            URLDecoder.decode(field.substring(0, equals), UTF_8),
            URLDecoder.decode(field.substring(equals + 1), UTF_8));
      }
    }
    return fields;
  }

  @Override
  public void close() {
    server.close();
  }
}
