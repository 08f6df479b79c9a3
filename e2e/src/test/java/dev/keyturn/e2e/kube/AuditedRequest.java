package dev.keyturn.e2e.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One request as the API server's audit log tells it; absent parts are empty texts.
 *
 * @param user the authenticated user, such as {@code system:serviceaccount:keyturn:keyturn}
 * @param userAgent what the client calls itself
 * @param verb of Kubernetes: get, list, watch, create, update, patch, delete, deletecollection
 * @param resource plural name, such as {@code secrets}; empty for {@code /readyz} and its like
 * @param status the HTTP status of the answer, 0 when none is told
 * @param answered when the answer was complete; the epoch when that is not told
 */
public record AuditedRequest(
    String user,
    String userAgent,
    String verb,
    String resource,
    String subresource,
    String namespace,
    String name,
    String uri,
    int status,
    Instant answered) {

  static AuditedRequest of(JsonNode event) {
    JsonNode object = event.path("objectRef");
    return new AuditedRequest(
        event.path("user").path("username").asText(),
        event.path("userAgent").asText(),
        event.path("verb").asText(),
        object.path("resource").asText(),
        object.path("subresource").asText(),
        object.path("namespace").asText(),
        object.path("name").asText(),
        event.path("requestURI").asText(),
        event.path("responseStatus").path("code").asInt(),
        time(event.path("stageTimestamp").asText()));
  }

  private static Instant time(String text) {
    return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
  }

  /** Whether it asks for a change. */
  public boolean isWrite() {
    return switch (verb) {
      case "create", "update", "patch", "delete", "deletecollection" -> true;
      case String other -> false;
    };
  }

  /** For example {@code patch secretsyncs/status}. */
  public String kind() {
    return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource);
  }
}
