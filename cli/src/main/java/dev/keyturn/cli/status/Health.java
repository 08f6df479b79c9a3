package dev.keyturn.cli.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.crds.v1alpha1.Condition;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * How one object is, by its status.
 *
 * @param namespace empty for an object of the cluster
 * @param ready True, False or Unknown
 * @param reason one word
 * @param message why it is so
 * @param keys how many of its keys, or namespaces, it has: {@code 1/2}; empty where it counts none
 * @param changed when the Secret, or else the condition, last changed, RFC 3339; may be empty
 * @param detail what else is worth a column
 * @param generation of the object
 * @param observed the generation that the status speaks of; 0 for none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Health(
    ObjectKind kind,
    String namespace,
    String name,
    String ready,
    String reason,
    String message,
    String keys,
    String changed,
    String detail,
    long generation,
    long observed) {

  /** Reads an object. */
  public static Health of(ObjectKind kind, JsonNode object) {
    JsonNode meta = object.path("metadata");
    JsonNode status = object.path("status");
    Optional<JsonNode> ready = condition(object, Condition.READY);
    String transition = ready.map(it -> text(it, "lastTransitionTime")).orElse("");
    return new Health(
        kind,
        text(meta, "namespace"),
        text(meta, "name"),
        ready.map(it -> text(it, "status")).orElse("Unknown"),
        ready.map(it -> text(it, "reason")).orElse("Pending"),
        ready.map(it -> text(it, "message")).orElse("The operator has not looked at it yet."),
        keys(kind, status),
        kind == ObjectKind.SecretSync ? text(status, "lastChangeTime") : transition,
        detail(kind, status),
        meta.path("generation").asLong(),
        status.path("observedGeneration").asLong());
  }

  /** A condition of an object of any of our kinds. */
  public static Optional<JsonNode> condition(JsonNode object, String type) {
    return StreamSupport.stream(object.at("/status/conditions").spliterator(), false)
        .filter(condition -> text(condition, "type").equals(type))
        .findFirst();
  }

  /** True where it has been looked at in its present generation, and is Ready. */
  @JsonIgnore
  public boolean isReady() {
    return isSettled() && ready.equals("True");
  }

  /** True where the status speaks of the present generation. */
  @JsonIgnore
  public boolean isSettled() {
    return observed == generation;
  }

  /** Kind and name, with the namespace where there is one: {@code SecretSync shop/mail}. */
  public String title() {
    return kind.title(namespace, name);
  }

  private static String keys(ObjectKind kind, JsonNode status) {
    return switch (kind) {
      case SecretSync -> status.at("/keys/display").asText("");
      case ClusterSecretSync ->
          status.has("counts")
              ? status.at("/counts/provisioned").asInt()
                  + "/"
                  + status.at("/counts/matched").asInt()
              : "";
      case SecretStore, ClusterSecretStore, TenantSecretScope -> "";
    };
  }

  private static String detail(ObjectKind kind, JsonNode status) {
    return switch (kind) {
      case SecretStore, ClusterSecretStore ->
          status.has("provider")
              ? text(status, "provider") + ", " + text(status, "capabilities")
              : "";
      case SecretSync ->
          status.at("/target/name").isTextual()
              ? "Secret " + status.at("/target/name").asText()
              : "";
      case ClusterSecretSync ->
          status.has("counts")
              ? status.at("/counts/provisioned").asInt()
                  + " of "
                  + status.at("/counts/matched").asInt()
                  + " namespaces"
              : "";
      case TenantSecretScope ->
          status.has("namespaceCount") ? status.get("namespaceCount").asInt() + " namespaces" : "";
    };
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
