package dev.keyturn.operator.provider.infisical;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * An Infisical server in memory: one project with the environments {@code prod} and {@code dev},
 * the logins that the provider speaks, the secrets of version 4 of the API and, for the vendor's
 * own client, those of version 3, and a queue of faults that answer in place of it. Each request
 * and each answer of a route in {@link PublishedRoutes} is held against what the vendor has
 * published of it.
 */
public final class FakeInfisical implements AutoCloseable {
  public static final String PROJECT_ID = "0191aa5c-8d06-7b42-9c3e-0a1f6f1f4c11";
  public static final String PROJECT_SLUG = "shop-r4-h";
  public static final String CLIENT_ID = "client-id";
  public static final String CLIENT_SECRET = "client-secret";
  public static final String IDENTITY_ID = "identity-id";
  public static final String JWT = "header.service-account.signature";
  public static final String ACCESS_TOKEN = "header.made-by-hand.signature";

  final Queue<ScriptedServer.Script> faults = new ConcurrentLinkedQueue<>();
  final FakeTokens tokens = new FakeTokens();
  final FakeFolders folders = new FakeFolders("prod", "dev");

  private final ScriptedServer server = ScriptedServer.plain(this::answer);
  private final Map<String, ScriptedServer.Script> instead = new ConcurrentHashMap<>();
  private final Set<String> foreign = ConcurrentHashMap.newKeySet();
  private volatile FakeSecretRoutes secrets = FakeSecretRoutes.newest(folders);
  private volatile boolean approvals;

  public URI uri() {
    return server.uri();
  }

  /** Requests whose path begins so, without {@code /api}. */
  public long requests(String method, String path) {
    return server.requests().stream()
        .filter(seen -> seen.method().equals(method) && seen.target().startsWith("/api" + path))
        .count();
  }

  List<ScriptedServer.Seen> requests() {
    return server.requests();
  }

  public int logins() {
    return tokens.logins();
  }

  /** Every token of a login is over, whatever the server said of its life. */
  public void expireTokens() {
    tokens.expire();
  }

  /** Stores a value in {@code prod}. */
  public void put(String folder, String name, String value) {
    putInto("prod", folder, name, value);
  }

  /** Stores a value in an environment. */
  public void putInto(String environment, String folder, String name, String value) {
    folders.put(new FakePlace(environment, folder), name, value);
  }

  /** The newest value in {@code prod}. */
  public Optional<String> value(String folder, String name) {
    return folders.value(new FakePlace("prod", folder), name);
  }

  /** Every read of the secret of {@code prod} is answered by this, with status 200. */
  public void breakOff(String folder, String name, String body) {
    instead("/v4/secrets/" + name, folder, (request, peer) -> peer.json(200, body));
  }

  /**
   * Answers every request for a secret of a folder in place of the server.
   *
   * @param path without {@code /api}
   */
  void instead(String path, String folder, ScriptedServer.Script script) {
    instead.put(path + " " + folder, script);
  }

  /** Takes a secret of {@code prod} away. */
  public void remove(String folder, String name) {
    folders.remove(new FakePlace("prod", folder), name);
  }

  /** The identity may know of the secret of {@code prod}, and not see its value. */
  public void hide(String folder, String name) {
    folders.hide(new FakePlace("prod", folder), name);
  }

  /** Single reads answer with a mask, too, instead of refusing. */
  public void maskSingleReads() {
    folders.maskSingleReads();
  }

  /** Answers the next request in place of the server. */
  public void fault(ScriptedServer.Script script) {
    faults.add(script);
  }

  /** From here on it is a server from before February 2026. */
  void beforeImportsWereRenamed() {
    secrets = FakeSecretRoutes.older(folders);
  }

  /** Changes wait for somebody's approval. */
  void needApprovals() {
    approvals = true;
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    ScriptedServer.Script fault = faults.poll();
    if (fault != null) {
      fault.answer(request, peer);
      return;
    }
    String folder = FakeParameters.of(request).text("secretPath").orElse("/");
    ScriptedServer.Script other = instead.get(path(request) + " " + folder);
    if (other != null) {
      other.answer(request, peer);
    } else {
      work(request, peer);
    }
  }

  /** Answers as the server does. */
  void work(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    FakeReply reply;
    try {
      reply = published(request);
    } catch (FakeReply.Refusal refusal) {
      reply = refusal.reply();
    }
    peer.json(reply.status(), reply.body().toString());
  }

  /** The answer, after a look at what the vendor has published of the route. */
  private FakeReply published(ScriptedServer.Seen request) {
    String name = request.method() + " " + path(request);
    Optional<PublishedRoutes.Route> route = PublishedRoutes.of(request.method(), path(request));
    FakeParameters parameters = FakeParameters.of(request);
    if (route.isEmpty()) {
      return reply(request, parameters);
    }
    Shape asked = route.get().asked();
    JsonNode named = parameters.typed(asked);
    asked.differences(named).forEach(it -> foreign.add(name + " asks: " + it));
    if (!asked.wrong(named).isEmpty()) {
      return FakeReply.error(422, "ValidationFailure", "Invalid input");
    }
    FakeReply reply = reply(request, parameters);
    if (!reply.body().has("approval")) {
      JsonNode said = route.get().member().map(reply.body()::path).orElse(reply.body());
      Shape told = reply.status() == 200 ? route.get().answer() : PublishedRoutes.ERROR;
      told.differences(reply.status() == 200 ? said : reply.body())
          .forEach(it -> foreign.add(name + " answers: " + it));
    }
    return reply;
  }

  /** Without {@code /api}. */
  private static String path(ScriptedServer.Seen request) {
    return URI.create(request.target()).getRawPath().substring("/api".length());
  }

  private FakeReply reply(ScriptedServer.Seen request, FakeParameters parameters) {
    String path = path(request);
    return switch (request.method() + " " + path) {
      case "GET /status" -> FakeReply.ok(FakeReply.JSON.createObjectNode().put("message", "Ok"));
      case "POST /v1/auth/universal-auth/login" ->
          tokens.login(
              parameters.is("clientId", CLIENT_ID) && parameters.is("clientSecret", CLIENT_SECRET));
      case "POST /v1/auth/kubernetes-auth/login" ->
          parameters.is("identityId", IDENTITY_ID)
              ? tokens.login(parameters.is("jwt", JWT))
              : FakeReply.error(404, "NotFound", "Kubernetes auth method not found for identity");
      case "POST /v1/auth/token/renew" -> tokens.renew(parameters.body());
      case "POST /v1/auth/token/revoke" -> tokens.revoke(parameters.body());
      default -> {
        String header = request.headers().getOrDefault("authorization", "");
        if (!header.startsWith("Bearer ")) {
          yield FakeReply.error(401, "UnauthorizedError", "Token missing");
        }
        tokens.check(header.substring("Bearer ".length()));
        yield known(request.method(), path, parameters);
      }
    };
  }

  private FakeReply known(String method, String path, FakeParameters parameters) {
    Optional<FakeReply> ofSecrets =
        Stream.of(secrets, FakeSecretRoutes.deprecated(folders))
            .flatMap(routes -> routes.answer(method, path, parameters, approvals).stream())
            .findFirst();
    if (ofSecrets.isPresent()) {
      return ofSecrets.get();
    }
    return switch (method + " " + path) {
      case "GET /v2/folders" ->
          FakeReply.ok(folders.subfolders(parameters.place("projectId", "path")));
      case "POST /v2/folders" -> {
        FakePlace above = parameters.place("projectId", "path");
        ObjectNode made = folders.createFolder(above.child(parameters.text("name").orElseThrow()));
        yield FakeReply.ok(FakeReply.JSON.createObjectNode().set("folder", made));
      }
      case "GET /v1/projects/" + PROJECT_ID ->
          FakeReply.ok(FakeReply.JSON.createObjectNode().set("project", project()));
      case "GET /v1/projects/slug/" + PROJECT_SLUG -> FakeReply.ok(project());
      default ->
          path.startsWith("/v1/projects/")
              ? FakeReply.error(404, "NotFound", "Project not found")
              : FakeReply.noRoute(method, path);
    };
  }

  private static ObjectNode project() {
    ObjectNode project = FakeReply.JSON.createObjectNode();
    project.put("id", PROJECT_ID).put("_id", PROJECT_ID).put("slug", PROJECT_SLUG);
    project.putArray("environments").addObject().put("id", "1").put("slug", "prod");
    project.withArray("environments").addObject().put("id", "2").put("slug", "dev");
    return project;
  }

  /**
   * Ends the server.
   *
   * @throws AssertionError if something was asked or answered that the vendor does not know
   */
  @Override
  public void close() {
    server.close();
    if (!foreign.isEmpty()) {
      throw new AssertionError("not as the vendor has published it: " + foreign);
    }
  }
}
