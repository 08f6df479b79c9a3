package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.schema.Defaults;
import dev.keyturn.devcluster.schema.SchemaCheck;
import dev.keyturn.devcluster.schema.UnknownFields;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Decodes what a client sent: type, unknown fields, defaults, types of values. */
final class Incoming {
  private Incoming() {}

  /**
   * Checks that a body is of the kind and namespace of its URL.
   *
   * @throws ApiException 400 when it is not
   */
  static void checkIdentity(Target target, ObjectNode body) {
    ResourceKind kind = target.kind();
    String apiVersion = Json.text(body, "apiVersion");
    String kindName = Json.text(body, "kind");
    if (!apiVersion.equals(kind.apiVersion()) || !kindName.equals(kind.kind())) {
      throw ApiException.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: the API version or the kind in the data does not match the expected %s, %s"
              .formatted(
                  kindName.isEmpty() ? "the object" : kindName,
                  apiVersion,
                  kind.kind(),
                  kind.apiVersion(),
                  kind.kind()));
    }
    ObjectNode metadata = Json.child(body, "metadata");
    String namespace = Json.text(metadata, "namespace");
    if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (kind.namespaced()) {
      metadata.put("namespace", target.namespace());
    }
    String name = Json.text(metadata, "name");
    if (!target.name().isEmpty() && !name.isEmpty() && !name.equals(target.name())) {
      throw ApiException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, target.name()));
    }
  }

  /**
   * Prunes and fills in defaults, in place.
   *
   * @return warnings about what was pruned
   * @throws ApiException 400 for unknown fields under Strict, and for wrong types of built-in kinds
   */
  static List<String> decode(ResourceKind kind, ObjectNode object, FieldValidation validation) {
    List<String> unknown = UnknownFields.prune(object, kind.schema());
    Defaults.fill(object, kind.schema());
    List<String> messages =
        unknown.stream().map(path -> "unknown field \"%s\"".formatted(path)).toList();
    switch (validation) {
      case STRICT -> {
        if (!unknown.isEmpty()) {
          throw ApiException.badRequest(
              "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                  .formatted(
                      kind.kind(), kind.version(), kind.kind(), String.join(", ", messages)));
        }
      }
      case WARN -> {
        return messages;
      }
      case IGNORE -> {
        return List.of();
      }
    }
    return List.of();
  }

  /**
   * Checks the values of an object.
   *
   * @throws ApiException 400 for a built-in kind: there the wrong type is a decoding error
   */
  static List<Cause> checkSchema(ResourceKind kind, ObjectNode object) {
    List<Cause> causes = SchemaCheck.check(object, kind.schema());
    if (!kind.custom() && !causes.isEmpty()) {
      String fields = causes.stream().map(Cause::field).collect(Collectors.joining(", "));
      throw ApiException.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: wrong type of %s"
              .formatted(kind.kind(), kind.version(), kind.kind(), fields));
    }
    return causes;
  }

  /**
   * Checks that an applied configuration has only known fields with values of their types.
   *
   * @throws ApiException 500, as the real server answers
   */
  static void checkApplied(Target target, ObjectNode config) {
    ResourceKind kind = target.kind();
    List<String> errors = new ArrayList<>();
    for (String field : UnknownFields.prune(config.deepCopy(), kind.schema())) {
      errors.add(".%s: field not declared in schema".formatted(field));
    }
    for (Cause cause : SchemaCheck.check(config, kind.schema())) {
      if (cause.reason().equals("FieldValueTypeInvalid")) {
        errors.add(".%s: value of another type".formatted(cause.field()));
      }
    }
    if (!errors.isEmpty()) {
      String text =
          errors.size() == 1 ? errors.getFirst() : "errors:\n  " + String.join("\n  ", errors);
      throw ApiException.storage(
          "failed to create typed patch object (%s/%s; %s/%s, Kind=%s): %s"
              .formatted(
                  Json.text(config, "metadata", "namespace"),
                  Json.text(config, "metadata", "name"),
                  kind.group(),
                  kind.version(),
                  kind.kind(),
                  text));
    }
  }
}
