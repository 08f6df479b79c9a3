package dev.keyturn.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.keyturn.devcluster.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One node of a structural schema (OpenAPI 3.0 with the {@code x-kubernetes-} extensions). Children
 * are made when they are first asked for, so schemas may refer to themselves. Thread-safe.
 */
public final class Schema {
  private static final String REFERENCE_PREFIX = "#/components/schemas/";

  private final JsonNode node;
  private final Components components;
  private final Map<String, Schema> properties = new ConcurrentHashMap<>();
  private final @Nullable Pattern pattern;

  Schema(JsonNode node, Components components) {
    this.node = components.resolve(node);
    this.components = components;
    String expression = Json.text(this.node, "pattern");
    this.pattern = expression.isEmpty() ? null : Pattern.compile(expression);
  }

  /** Parses a schema that refers to nothing. */
  public static Schema of(JsonNode node) {
    return new Schema(node, Components.NONE);
  }

  /** Named schemas that {@code $ref} can point to. */
  public interface Components {
    Components NONE = name -> Json.object();

    JsonNode named(String name);

    private JsonNode resolve(JsonNode node) {
      String reference = Json.text(node, "$ref");
      return reference.isEmpty() ? node : named(reference.substring(REFERENCE_PREFIX.length()));
    }
  }

  static String reference(String name) {
    return REFERENCE_PREFIX + name;
  }

  public JsonNode json() {
    return node;
  }

  /** {@code object}, {@code array}, {@code string}, ...; empty when anything goes. */
  public String type() {
    return Json.text(node, "type");
  }

  @Nullable Pattern pattern() {
    return pattern;
  }

  boolean nullable() {
    return node.path("nullable").asBoolean(false);
  }

  boolean intOrString() {
    return node.path("x-kubernetes-int-or-string").asBoolean(false);
  }

  boolean embeddedResource() {
    return node.path("x-kubernetes-embedded-resource").asBoolean(false);
  }

  public boolean preservesUnknown() {
    return node.path("x-kubernetes-preserve-unknown-fields").asBoolean(false)
        || (type().isEmpty() && !intOrString());
  }

  public boolean atomicMap() {
    return "atomic".equals(Json.text(node, "x-kubernetes-map-type"));
  }

  public ListType listType() {
    return switch (Json.text(node, "x-kubernetes-list-type")) {
      case "set" -> ListType.SET;
      case "map" -> ListType.MAP;
      default -> ListType.ATOMIC;
    };
  }

  public List<String> listKeys() {
    return Json.elements(node, "x-kubernetes-list-map-keys").stream()
        .map(JsonNode::asText)
        .toList();
  }

  /** True when the field is named by the schema, false when it is an entry of a map. */
  public boolean declares(String field) {
    return node.path("properties").has(field);
  }

  boolean hasProperties() {
    return node.has("properties");
  }

  /** Schema of a field or of a map entry; null when the schema says nothing about it. */
  public @Nullable Schema property(String field) {
    JsonNode declared = node.path("properties").get(field);
    if (declared != null) {
      return properties.computeIfAbsent(field, name -> new Schema(declared, components));
    }
    JsonNode entry = node.get("additionalProperties");
    if (entry == null || !entry.isObject()) {
      return null;
    }
    return properties.computeIfAbsent("", name -> new Schema(entry, components));
  }

  boolean allowsAnyEntry() {
    return node.path("additionalProperties").asBoolean(false);
  }

  /** Schema of a list's items; null when the schema says nothing about them. */
  public @Nullable Schema items() {
    JsonNode items = node.get("items");
    if (items == null) {
      return null;
    }
    return properties.computeIfAbsent("[]", name -> new Schema(items, components));
  }
}
