package dev.keyturn.operator.provider.infisical;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An Infisical server in memory: one project with the environments {@code prod} and {@code dev},
 * the logins that the provider speaks, the secrets of version 4 of the API and, for the vendor's
 * own client, those of version 3, and a queue of faults that answer in place of it.
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
  private final Map<String, String> broken = new ConcurrentHashMap<>();
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
    broken.put("/v4/secrets/" + name + " " + folder, body);
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
    Optional<String> garbage = garbage(request);
    if (garbage.isPresent()) {
      peer.json(200, garbage.get());
      return;
    }
    FakeReply reply;
    try {
      reply = reply(request);
    } catch (FakeReply.Refusal refusal) {
      reply = refusal.reply();
    }
    peer.json(reply.status(), reply.body().toString());
  }

  private Optional<String> garbage(ScriptedServer.Seen request) {
    String folder = FakeParameters.of(request).text("secretPath").orElse("/");
    return Optional.ofNullable(broken.get(path(request) + " " + folder));
  }

  /** Without {@code /api}. */
  private static String path(ScriptedServer.Seen request) {
    return URI.create(request.target()).getRawPath().substring("/api".length());
  }

  private FakeReply reply(ScriptedServer.Seen request) {
    String path = path(request);
    FakeParameters parameters = FakeParameters.of(request);
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
    for (String secrets : List.of("/v4/secrets", "/v3/secrets/raw")) {
      if (path.equals(secrets) && method.equals("GET")) {
        return list(parameters);
      }
      if (path.startsWith(secrets + "/") && path.indexOf('/', secrets.length() + 1) < 0) {
        return secret(method, decoded(path.substring(secrets.length() + 1)), parameters);
      }
    }
    return switch (method + " " + path) {
      case "GET /v2/folders", "GET /v1/folders" ->
          FakeReply.ok(folders.subfolders(parameters.place("path")));
      case "POST /v2/folders", "POST /v1/folders" -> {
        folders.make(parameters.place("path").child(parameters.text("name").orElseThrow()));
        ObjectNode made = FakeReply.JSON.createObjectNode();
        made.putObject("folder").put("id", "f").put("name", parameters.text("name").orElseThrow());
        yield FakeReply.ok(made);
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

  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
  }

  private FakeReply list(FakeParameters parameters) {
    return FakeReply.ok(
        folders.list(
            parameters.place("secretPath"),
            parameters.flag("include_imports", false),
            parameters.flag("viewSecretValue", true),
            parameters.flag("expandSecretReferences", false)));
  }

  private FakeReply secret(String method, String name, FakeParameters parameters) {
    FakePlace place = parameters.place("secretPath");
    if (!method.equals("GET") && approvals) {
      ObjectNode waiting = FakeReply.JSON.createObjectNode();
      waiting.putObject("approval").put("id", "a").put("status", "open");
      return FakeReply.ok(waiting);
    }
    ObjectNode secret =
        switch (method) {
          case "GET" ->
              folders.read(
                  place,
                  name,
                  parameters.text("version").map(Integer::valueOf),
                  parameters.flag("include_imports", false)
                      || parameters.flag("includeImports", false),
                  parameters.flag("expandSecretReferences", false));
          case "POST" ->
              folders.create(
                  place,
                  name,
                  parameters.text("secretValue").orElse(""),
                  parameters.metadata().orElse(Map.of()));
          case "PATCH" ->
              folders.update(place, name, parameters.text("secretValue"), parameters.metadata());
          default -> folders.delete(place, name);
        };
    return FakeReply.ok(FakeReply.JSON.createObjectNode().set("secret", secret));
  }

  @Override
  public void close() {
    server.close();
  }
}
