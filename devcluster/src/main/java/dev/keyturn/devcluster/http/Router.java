package dev.keyturn.devcluster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.openapi.Discovery;
import dev.keyturn.devcluster.openapi.OpenApiDocuments;
import dev.keyturn.devcluster.resource.Target;
import dev.keyturn.devcluster.review.Reviews;
import dev.keyturn.devcluster.token.ServiceAccountTokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Finds who answers a path. */
final class Router {
  private final KindCatalog catalog;
  private final Discovery discovery;
  private final OpenApiDocuments openApi;
  private final Reviews reviews;
  private final ServiceAccountTokens tokens;
  private final ResourceEndpoint resources;

  Router(
      KindCatalog catalog,
      Discovery discovery,
      OpenApiDocuments openApi,
      Reviews reviews,
      ServiceAccountTokens tokens,
      ResourceEndpoint resources) {
    this.catalog = catalog;
    this.discovery = discovery;
    this.openApi = openApi;
    this.reviews = reviews;
    this.tokens = tokens;
    this.resources = resources;
  }

  /** A path that names a resource. */
  Answer resource(ResourcePath path, ApiRequest request, String userName) {
    if (Reviews.answers(path.plural()) && request.method().equals("POST")) {
      ObjectNode review = reviews.review(path.plural(), request.object(), userName);
      return new Answer.Document(201, review, List.of());
    }
    Optional<ResourceKind> found = catalog.find(path.group(), path.version(), path.plural());
    if (found.isEmpty()) {
      return absentKind(path);
    }
    ResourceKind kind = found.get();
    if (kind.plural().equals("serviceaccounts") && path.subresource().equals("token")) {
      ObjectNode issued = reviews.requestToken(path.namespace(), path.name(), request.object());
      return new Answer.Document(201, issued, List.of());
    }
    boolean status = path.subresource().equals("status") && kind.hasStatus();
    boolean namespaceGiven = !path.namespace().isEmpty();
    boolean allNamespaces =
        kind.namespaced() && !namespaceGiven && path.name().isEmpty() && !writes(request);
    if ((!path.subresource().isEmpty() && !status)
        || (kind.namespaced() != namespaceGiven && !allNamespaces)) {
      throw ApiException.noSuchPath();
    }
    Target target = new Target(kind, path.namespace(), path.name(), path.subresource());
    return resources.answer(target, request);
  }

  /** Groups of custom resources know no other paths than those of their kinds. */
  private Answer absentKind(ResourcePath path) {
    if (discovery.isBuiltIn(path.group())) {
      throw ApiException.noSuchPath();
    }
    return absentPath();
  }

  /** What the real server has no handler for is answered by the HTTP library. */
  private static Answer absentPath() {
    byte[] text = "404 page not found\n".getBytes(StandardCharsets.UTF_8);
    return new Answer.Plain(404, "text/plain; charset=utf-8", text);
  }

  private static boolean writes(ApiRequest request) {
    return !request.method().equals("GET") && !request.method().equals("DELETE");
  }

  /** Every other path: health, version, discovery, OpenAPI. */
  Answer other(ApiRequest request) {
    String path = request.path();
    if (!request.method().equals("GET")) {
      throw ApiException.methodNotAllowed();
    }
    return switch (path) {
      case "/livez", "/readyz", "/healthz" -> health();
      case "/openapi/v2" -> emptyOpenApiV2();
      case "/version", "/version/" -> Answer.Document.ok(version());
      case "/api", "/api/" -> Answer.Document.ok(discovery.coreVersions());
      case "/apis", "/apis/" -> Answer.Document.ok(discovery.groups());
      case "/openapi/v3" -> Answer.Document.ok(openApi.index());
      case "/openid/v1/jwks" -> Answer.Document.ok(tokens.keySet());
      case "/.well-known/openid-configuration" -> Answer.Document.ok(openId());
      default -> document(path);
    };
  }

  private Answer document(String path) {
    Optional<ObjectNode> found = Optional.empty();
    String[] parts = path.split("/", -1);
    if (path.startsWith("/openapi/v3/")) {
      found = openApi.document(path.substring("/openapi/v3/".length()));
    } else if (parts.length == 3 && parts[1].equals("api")) {
      found = discovery.resources("", parts[2]);
    } else if (parts.length == 3 && parts[1].equals("apis")) {
      found = discovery.group(parts[2]);
    } else if (parts.length == 4 && parts[1].equals("apis")) {
      found = discovery.resources(parts[2], parts[3]);
    }
    return found.<Answer>map(Answer.Document::ok).orElseGet(Router::absentPath);
  }

  private static Answer health() {
    return new Answer.Plain(200, "text/plain", "ok".getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A document without paths. kubectl falls back to version 2, in protobuf only, for a kind that no
   * version 3 document names yet, and gives up when there is none at all.
   */
  private static Answer emptyOpenApiV2() {
    byte[] swaggerField = {0x0a, 3, '2', '.', '0'};
    return new Answer.Plain(
        200, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", swaggerField);
  }

  private static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "36")
        .put("gitVersion", "v1.36.3+devcluster")
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "1970-01-01T00:00:00Z")
        .put("goVersion", "")
        .put("compiler", "javac")
        .put("platform", "java/25");
  }

  private static ObjectNode openId() {
    ObjectNode node =
        Json.object()
            .put("issuer", ServiceAccountTokens.ISSUER)
            .put("jwks_uri", ServiceAccountTokens.ISSUER + "/openid/v1/jwks");
    node.putArray("response_types_supported").add("id_token");
    node.putArray("subject_types_supported").add("public");
    node.putArray("id_token_signing_alg_values_supported").add("ES256");
    return node;
  }
}
