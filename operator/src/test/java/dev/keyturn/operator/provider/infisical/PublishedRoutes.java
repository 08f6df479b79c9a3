package dev.keyturn.operator.provider.infisical;

import static dev.keyturn.operator.provider.infisical.Shape.Kind.FLAG;
import static dev.keyturn.operator.provider.infisical.Shape.Kind.LIST;
import static dev.keyturn.operator.provider.infisical.Shape.Kind.NUMBER;
import static dev.keyturn.operator.provider.infisical.Shape.Kind.TEXT;
import static dev.keyturn.operator.provider.infisical.Shape.Kind.TIME;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The routes that the provider uses, as the vendor has published them: the API reference
 * ("Secrets", "Folders", "Universal Auth", "Kubernetes Auth", whose pages hold the OpenAPI document
 * of the server) and the schemas of the server's own router of version 4. No client of the vendor's
 * that speaks version 4 is to be had, so this stands in for one: {@link FakeInfisical} holds each
 * request and each of its own answers against it.
 *
 * <p>The server passes over what it does not know in a request, refuses with 422 what is missing or
 * of another kind, and leaves out of an answer what is not in its schema.
 */
final class PublishedRoutes {
  private static final String NAME = "{name}";
  private static final Shape METADATA =
      Shape.empty().needs(TEXT, "key", "value").may(FLAG, "isEncrypted");
  private static final Shape TAG =
      Shape.empty().needs(TEXT, "id", "slug", "name").may(TEXT, "color");

  private static final Shape SECRET =
      Shape.empty()
          .needs(TEXT, "id", "_id", "workspace", "environment", "type")
          .needs(TEXT, "secretKey", "secretValue", "secretComment")
          .needs(NUMBER, "version")
          .needs(TIME, "createdAt", "updatedAt")
          .may(TEXT, "secretReminderNote", "rotationId")
          .may(NUMBER, "secretReminderRepeatDays")
          .may(FLAG, "skipMultilineEncoding", "isRotatedSecret");
  private static final Shape CHANGED = SECRET.needs(FLAG, "secretValueHidden");
  private static final Shape READ =
      CHANGED.needs(TEXT, "secretPath").mayList("secretMetadata", METADATA).mayList("tags", TAG);
  private static final Shape IMPORTED =
      CHANGED.without("createdAt", "updatedAt").mayList("secretMetadata", METADATA);

  private static final Shape QUESTION =
      Shape.empty()
          .needs(TEXT, "projectId", "environment")
          .may(TEXT, "secretPath")
          .may(FLAG, "viewSecretValue", "expandSecretReferences")
          // The name before February 2026, and the one since.
          .may(FLAG, "include_imports", "includeImports");
  private static final Shape CHANGE =
      Shape.empty().needs(TEXT, "projectId", "environment").may(TEXT, "secretPath", "type");
  private static final Shape WRITE =
      CHANGE
          .may(TEXT, "secretComment", "secretReminderNote")
          .may(NUMBER, "secretReminderRepeatDays")
          .may(FLAG, "skipMultilineEncoding")
          .may(LIST, "tagIds")
          .mayList("secretMetadata", METADATA);

  private static final Shape FOLDER =
      Shape.empty()
          .needs(TEXT, "id", "name", "envId")
          .needs(TIME, "createdAt", "updatedAt")
          .may(TEXT, "parentId", "description", "relativePath")
          .may(NUMBER, "version")
          .may(FLAG, "isReserved")
          .may(TIME, "lastSecretModified");
  private static final Shape TOKEN =
      Shape.empty()
          .needs(TEXT, "accessToken", "tokenType")
          .needs(NUMBER, "expiresIn", "accessTokenMaxTTL");

  /** How the server's own error handler words a refusal. */
  static final Shape ERROR =
      Shape.empty().needs(TEXT, "reqId", "message", "error").needs(NUMBER, "statusCode");

  /**
   * A route.
   *
   * @param asked what a request names, in its query for GET and in its body otherwise
   * @param member which member of the answer holds all of it, none where the answer is it
   * @param answer what an answer with status 200 holds
   */
  record Route(Shape asked, Optional<String> member, Shape answer) {}

  private static final Map<String, Route> ROUTES = routes();

  private PublishedRoutes() {}

  private static Map<String, Route> routes() {
    Map<String, Route> routes = new TreeMap<>();
    Optional<String> itself = Optional.empty();
    Optional<String> secret = Optional.of("secret");
    routes.put(
        "GET /v4/secrets",
        new Route(
            QUESTION
                .may(FLAG, "recursive", "includePersonalOverrides")
                .may(TEXT, "tagSlugs", "metadataFilter"),
            itself,
            Shape.empty()
                .needsList("secrets", READ)
                .mayList(
                    "imports",
                    Shape.empty()
                        .needs(TEXT, "secretPath", "environment")
                        .may(TEXT, "folderId")
                        .needsList("secrets", IMPORTED))));
    String one = "/v4/secrets/" + NAME;
    routes.put(
        "GET " + one, new Route(QUESTION.may(NUMBER, "version").may(TEXT, "type"), secret, READ));
    routes.put("POST " + one, new Route(WRITE.needs(TEXT, "secretValue"), secret, SECRET));
    routes.put(
        "PATCH " + one,
        new Route(WRITE.may(TEXT, "secretValue", "newSecretName"), secret, CHANGED));
    routes.put("DELETE " + one, new Route(CHANGE, secret, CHANGED));
    Shape place = Shape.empty().needs(TEXT, "projectId", "environment").may(TEXT, "path");
    routes.put(
        "GET /v2/folders",
        new Route(
            // Whatever the text, but false, 0 and nothing, it is a yes; one client says "False".
            place.may(TEXT, "recursive").may(TIME, "lastSecretModified"),
            itself,
            Shape.empty().needsList("folders", FOLDER)));
    routes.put(
        "POST /v2/folders",
        new Route(
            place.needs(TEXT, "name").may(TEXT, "description"),
            Optional.of("folder"),
            FOLDER.needs(TEXT, "path")));
    routes.put(
        "POST /v1/auth/universal-auth/login",
        new Route(
            Shape.empty().needs(TEXT, "clientId", "clientSecret").may(TEXT, "organizationSlug"),
            itself,
            TOKEN));
    routes.put(
        "POST /v1/auth/kubernetes-auth/login",
        new Route(
            Shape.empty().needs(TEXT, "identityId", "jwt").may(TEXT, "organizationSlug"),
            itself,
            TOKEN));
    Shape token = Shape.empty().needs(TEXT, "accessToken");
    routes.put("POST /v1/auth/token/renew", new Route(token, itself, TOKEN));
    routes.put(
        "POST /v1/auth/token/revoke",
        new Route(token, itself, Shape.empty().needs(TEXT, "message")));
    return routes;
  }

  /**
   * The route of a request; empty for one that is not described here.
   *
   * @param path without {@code /api}
   */
  static Optional<Route> of(String method, String path) {
    String named = path.startsWith("/v4/secrets/") ? "/v4/secrets/" + NAME : path;
    return Optional.ofNullable(ROUTES.get(method + " " + named));
  }
}
