package dev.keyturn.devcluster.failure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import java.util.List;

/**
 * A request is refused. Thrown from any depth of the server, caught once by the HTTP face, which
 * answers with {@link #status()}; it is never logged.
 */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final transient ObjectNode status;

  private ApiException(int code, String reason, String message, ObjectNode details) {
    super(message, null, false, false);
    this.code = code;
    this.status = statusObject("Failure", message, reason, details, code);
  }

  public int code() {
    return code;
  }

  /** The {@code Status} object (meta/v1) of this refusal. */
  public ObjectNode status() {
    return status;
  }

  public static ObjectNode statusObject(
      String status, String message, String reason, ObjectNode details, int code) {
    ObjectNode node = Json.object().put("kind", "Status").put("apiVersion", "v1");
    node.putObject("metadata");
    node.put("status", status);
    if (!message.isEmpty()) {
      node.put("message", message);
    }
    if (!reason.isEmpty()) {
      node.put("reason", reason);
    }
    boolean generic = code == 404 || code == 405 || code == 406 || code == 422;
    if (generic || !details.isEmpty()) {
      node.set("details", details);
    }
    return node.put("code", code);
  }

  public static ApiException notFound(Subject subject) {
    return new ApiException(
        404, "NotFound", "%s not found".formatted(subject.quoted()), subject.details());
  }

  public static ApiException noSuchPath() {
    return new ApiException(
        404, "NotFound", "the server could not find the requested resource", Json.object());
  }

  public static ApiException alreadyExists(Subject subject) {
    return new ApiException(
        409, "AlreadyExists", "%s already exists".formatted(subject.quoted()), subject.details());
  }

  public static ApiException conflict(Subject subject, String message) {
    return new ApiException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s: %s".formatted(subject.quoted(), message),
        subject.details());
  }

  public static ApiException staleVersion(Subject subject) {
    return conflict(
        subject,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  public static ApiException applyConflict(String message, List<Cause> causes) {
    ObjectNode details = Json.object();
    details.set("causes", causes(causes));
    return new ApiException(409, "Conflict", message, details);
  }

  /** 422: {@code kind} is the kind's name, not the plural, as Kubernetes has it. */
  public static ApiException invalid(String group, String kind, String name, List<Cause> causes) {
    ObjectNode details = Json.object();
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    details.put("kind", kind);
    details.set("causes", causes(causes));
    List<String> lines = causes.stream().map(Cause::line).distinct().toList();
    String joined = String.join(", ", lines);
    String text = lines.size() == 1 ? joined : "[" + joined + "]";
    String qualified = group.isEmpty() ? kind : kind + "." + group;
    return new ApiException(
        422, "Invalid", "%s \"%s\" is invalid: %s".formatted(qualified, name, text), details);
  }

  public static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", message, Json.object());
  }

  public static ApiException forbidden(Subject subject, String message, List<Cause> causes) {
    ObjectNode details = subject.details();
    if (!causes.isEmpty()) {
      details.set("causes", causes(causes));
    }
    return new ApiException(
        403, "Forbidden", "%s is forbidden: %s".formatted(subject.quoted(), message), details);
  }

  public static ApiException unauthorized() {
    return new ApiException(401, "Unauthorized", "Unauthorized", Json.object());
  }

  public static ApiException methodNotAllowed() {
    return new ApiException(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        Json.object());
  }

  public static ApiException unsupportedMediaType(String message) {
    return new ApiException(415, "UnsupportedMediaType", message, Json.object());
  }

  /** 415 as the real server answers before it looks at the body: with details, though empty. */
  public static ApiException unroutableMediaType(String message) {
    ApiException refusal = unsupportedMediaType(message);
    refusal.status.putObject("details");
    return refusal;
  }

  public static ApiException notAcceptable() {
    return new ApiException(
        406,
        "NotAcceptable",
        "only the following media types are accepted: application/json",
        Json.object());
  }

  public static ApiException requestTooLarge(int limit) {
    return new ApiException(
        413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit, Json.object());
  }

  public static ApiException expired(String message) {
    return new ApiException(410, "Expired", message, Json.object());
  }

  /** 410 in the middle of paging: the token continues with what there is now. */
  public static ApiException expired(String message, String continueToken) {
    ApiException expired = expired(message);
    Json.child(expired.status, "metadata").put("continue", continueToken);
    return expired;
  }

  public static ApiException versionTooLarge(long asked, long current) {
    ObjectNode details = Json.object();
    details
        .putArray("causes")
        .addObject()
        .put("reason", "ResourceVersionTooLarge")
        .put("message", "Too large resource version");
    details.put("retryAfterSeconds", 1);
    return new ApiException(
        504,
        "Timeout",
        "Timeout: Too large resource version: %d, current: %d".formatted(asked, current),
        details);
  }

  public static ApiException internal(String message) {
    return new ApiException(
        500, "InternalError", "Internal error occurred: " + message, Json.object());
  }

  /** 422 without a reason in the text, as the real server answers to a patch that does not fit. */
  public static ApiException patchRefused() {
    return new ApiException(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        Json.object());
  }

  /** 500 of the storage, which carries no reason. */
  public static ApiException storage(String message) {
    return new ApiException(500, "", message, Json.object());
  }

  /** A failure that a test asked for. */
  public static ApiException injected(int code, long retryAfterSeconds) {
    ObjectNode details = Json.object();
    if (retryAfterSeconds > 0) {
      details.put("retryAfterSeconds", retryAfterSeconds);
    }
    String reason =
        switch (code) {
          case 401 -> "Unauthorized";
          case 403 -> "Forbidden";
          case 404 -> "NotFound";
          case 409 -> "Conflict";
          case 410 -> "Expired";
          case 429 -> "TooManyRequests";
          case 503 -> "ServiceUnavailable";
          case 504 -> "Timeout";
          default -> "InternalError";
        };
    // As the words of the authorizer begin, so that it is taken for one of its refusals.
    String message = code == 403 ? "this is forbidden: User \"injected\"" : "injected failure";
    return new ApiException(code, reason, message, details);
  }

  private static ArrayNode causes(List<Cause> causes) {
    ArrayNode array = Json.array();
    for (Cause cause : causes) {
      array
          .addObject()
          .put("reason", cause.reason())
          .put("message", cause.message())
          .put("field", cause.field());
    }
    return array;
  }
}
