package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A Vault in memory with one key-value mount {@code secret}, the logins that the provider speaks,
 * and a queue of faults that answer in place of it.
 */
final class FakeVault implements AutoCloseable {
  static final String ROLE_ID = "role-id";
  static final String SECRET_ID = "secret-id";
  static final String ROLE = "shop";
  static final String JWT = "header.payload.signature";

  final FakeKeyValue keyValue = new FakeKeyValue();
  final FakeRoles roles = new FakeRoles();
  final Queue<ScriptedServer.Script> faults = new ConcurrentLinkedQueue<>();

  private final ScriptedServer server;
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final AtomicInteger logins = new AtomicInteger();
  private volatile boolean mounted = true;
  private volatile int leaseSeconds = 3600;

  FakeVault() {
    this(ScriptedServer::plain);
  }

  /** A Vault that listens in another way. */
  FakeVault(Function<ScriptedServer.Script, ScriptedServer> listening) {
    this.server = listening.apply(this::answer);
  }

  private record Token(int ttl, int uses, boolean renewable) {}

  URI uri() {
    return server.uri();
  }

  ScriptedServer server() {
    return server;
  }

  /** Makes a token by hand; uses 0 means any number, ttl 0 no end. */
  void token(String id, int ttl, int uses, boolean renewable) {
    tokens.put(id, new Token(ttl, uses, renewable));
  }

  void leaseSeconds(int seconds) {
    leaseSeconds = seconds;
  }

  void expireTokens() {
    tokens.clear();
  }

  boolean knows(String token) {
    return tokens.containsKey(token);
  }

  void deny(String key) {
    denied.add(key);
  }

  void unmount() {
    mounted = false;
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    ScriptedServer.Script fault = faults.poll();
    if (fault != null) {
      fault.answer(request, peer);
      return;
    }
    FakeKeyValue.Reply reply =
        FakeLogins.isRight(request, peer)
            .map(right -> login(right, 400, "invalid credentials"))
            .orElseGet(() -> reply(request));
    peer.json(reply.status(), reply.body());
  }

  private FakeKeyValue.Reply reply(ScriptedServer.Seen request) {
    URI target = URI.create(request.target());
    String path = target.getPath();
    String token = request.headers().getOrDefault("x-vault-token", "");
    return switch (request.method() + " " + path) {
      case "GET /v1/sys/health" ->
          new FakeKeyValue.Reply(
              200,
              "{\"initialized\":true,\"sealed\":false,\"standby\":false,\"version\":\"1.21.1\"}");
      case "POST /v1/auth/approle/login" ->
          login(
              request.body().contains("\"role_id\":\"" + ROLE_ID + "\"")
                  && request.body().contains("\"secret_id\":\"" + SECRET_ID + "\""),
              400,
              "invalid role or secret ID");
      case "POST /v1/auth/kubernetes/login" ->
          login(
              request.body().contains("\"role\":\"" + ROLE + "\"")
                  && request.body().contains("\"jwt\":\"" + JWT + "\""),
              403,
              "permission denied");
      default -> tokens.containsKey(token) ? known(request, target, token) : invalidToken();
    };
  }

  private FakeKeyValue.Reply login(boolean right, int status, String error) {
    if (!right) {
      return error(status, error);
    }
    String id = "hvs.login-" + logins.incrementAndGet();
    token(id, leaseSeconds, 0, true);
    return auth(id);
  }

  private FakeKeyValue.Reply auth(String id) {
    return new FakeKeyValue.Reply(
        200,
        """
        {"request_id":"1","lease_id":"","renewable":false,"lease_duration":0,"data":null,\
        "warnings":null,"auth":{"client_token":"%s",\
        "accessor":"a","policies":["default"],"metadata":{"role_name":"x"},"lease_duration":%d,\
        "renewable":true,"num_uses":0}}\
        """
            .formatted(id, leaseSeconds));
  }

  private FakeKeyValue.Reply known(ScriptedServer.Seen request, URI target, String token) {
    String path = target.getPath();
    return switch (request.method() + " " + path) {
      case "GET /v1/auth/token/lookup-self" -> lookup(token);
      case "POST /v1/auth/token/renew-self" -> auth(token);
      case "POST /v1/auth/token/revoke-self" -> {
        tokens.remove(token);
        yield new FakeKeyValue.Reply(204, "");
      }
      default -> roles.reply(request.method(), path).orElseGet(() -> kept(request, target));
    };
  }

  private FakeKeyValue.Reply kept(ScriptedServer.Seen request, URI target) {
    return request.method().equals("POST")
        ? write(target.getPath(), request.body())
        : read(target.getPath(), Optional.ofNullable(target.getQuery()));
  }

  private FakeKeyValue.Reply lookup(String id) {
    Token token = Objects.requireNonNull(tokens.get(id));
    return new FakeKeyValue.Reply(
        200,
        "{\"data\":{\"id\":\"%s\",\"ttl\":%d,\"num_uses\":%d,\"renewable\":%b,\"meta\":null}}"
            .formatted(id, token.ttl(), token.uses(), token.renewable()));
  }

  private FakeKeyValue.Reply read(String path, Optional<String> query) {
    if (!mounted || !path.startsWith("/v1/secret/")) {
      return error(404, "no handler for route \\\"x\\\". route entry not found.");
    }
    if (query.equals(Optional.of("list=true"))) {
      return keyValue.list(path.substring("/v1/secret/".length()).replaceFirst("^metadata/", ""));
    }
    if (path.startsWith("/v1/secret/metadata/")) {
      return keyValue.metadataV2(path.substring("/v1/secret/metadata/".length()));
    }
    boolean second = path.startsWith("/v1/secret/data/");
    String key = path.substring(second ? "/v1/secret/data/".length() : "/v1/secret/".length());
    if (denied.contains(key)) {
      return error(403, "1 error occurred:\\n\\t* permission denied\\n\\n");
    }
    return second
        ? keyValue.readV2(key, query.map(text -> Integer.valueOf(text.replace("version=", ""))))
        : keyValue.readV1(key);
  }

  private FakeKeyValue.Reply write(String path, String body) {
    String[] parts = path.split("/", 5);
    if (!mounted || parts.length < 5 || !parts[2].equals("secret")) {
      return error(404, "no handler for route \\\"x\\\". route entry not found.");
    }
    String key = parts[4];
    if (denied.contains(key)) {
      return error(403, "1 error occurred:\\n\\t* permission denied\\n\\n");
    }
    return switch (parts[3]) {
      case "data" -> keyValue.writeV2(key, body);
      case "metadata" -> keyValue.tagV2(key, body);
      case "undelete" -> keyValue.undeleteV2(key, body);
      case "destroy" -> keyValue.destroyV2(key, body);
      default -> keyValue.deleteV2(key, body);
    };
  }

  private static FakeKeyValue.Reply invalidToken() {
    return error(403, "2 errors occurred:\\n\\t* permission denied\\n\\t* invalid token\\n\\n");
  }

  private static FakeKeyValue.Reply error(int status, String text) {
    return new FakeKeyValue.Reply(status, "{\"errors\":[\"" + text + "\"]}");
  }

  @Override
  public void close() {
    server.close();
  }
}
