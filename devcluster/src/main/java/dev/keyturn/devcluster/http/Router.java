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
    ResourceKind kind =
        catalog
            .find(path.group(), path.version(), path.plural())
            .orElseThrow(ApiException::noSuchPath);
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
    if (path.startsWith("/openapi/v3/")) {
      return openApi
          .document(path.substring("/openapi/v3/".length()))
          .map(Answer.Document::ok)
          .orElseThrow(ApiException::noSuchPath);
    }
    String[] parts = path.split("/", -1);
    if (parts.length == 3 && parts[1].equals("api")) {
      return found(discovery.resources("", parts[2]));
    }
    if (parts.length == 3 && parts[1].equals("apis")) {
      return found(discovery.group(parts[2]));
    }
    if (parts.length == 4 && parts[1].equals("apis")) {
      return found(discovery.resources(parts[2], parts[3]));
    }
    throw ApiException.noSuchPath();
  }

  private static Answer found(java.util.Optional<ObjectNode> document) {
    return Answer.Document.ok(document.orElseThrow(ApiException::noSuchPath));
  }

  private static Answer health() {
    return new Answer.Plain("text/plain", "ok".getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A document without paths. kubectl falls back to version 2, in protobuf only, for a kind that no
   * version 3 document names yet, and gives up when there is none at all.
   */
  private static Answer emptyOpenApiV2() {
    byte[] swaggerField = {0x0a, 3, '2', '.', '0'};
    return new Answer.Plain(
        "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", swaggerField);
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
