package dev.keyturn.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a tree against a structural schema; CEL rules are not evaluated. */
public final class SchemaCheck {
  private final List<Cause> causes = new ArrayList<>();

  private SchemaCheck() {}

  /** What the schema refuses; empty when the object is valid. */
  public static List<Cause> check(ObjectNode object, Schema schema) {
    SchemaCheck check = new SchemaCheck();
    check.node(object, schema, "");
    return check.causes;
  }

  private void node(JsonNode value, @Nullable Schema schema, String path) {
    if (schema == null || (value.isNull() && schema.nullable())) {
      return;
    }
    String expected = schema.intOrString() ? "integer,string" : schema.type();
    if (!hasType(value, expected)) {
      causes.add(
          Cause.wrongType(
              path,
              "\"%s\": %s in body must be of type %s: \"%s\""
                  .formatted(typeName(value), shown(path), expected, typeName(value))));
      return;
    }
    enumeration(value, schema, path);
    combinations(value, schema, path);
    if (value instanceof ObjectNode object) {
      object(object, schema, path);
    } else if (value instanceof ArrayNode array) {
      array(array, schema, path);
    } else if (value.isTextual()) {
      ScalarCheck.text(value.textValue(), schema, path, causes);
    } else if (value.isNumber()) {
      ScalarCheck.number(value, schema, path, causes);
    }
  }

  private void enumeration(JsonNode value, Schema schema, String path) {
    List<JsonNode> allowed = Json.elements(schema.json(), "enum");
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      String values = allowed.stream().map(Json::text).collect(Collectors.joining(", "));
      causes.add(
          Cause.unsupported(path, "%s: supported values: %s".formatted(Json.text(value), values)));
    }
  }

  /** The value validations below {@code allOf}, {@code anyOf}, {@code oneOf} and {@code not}. */
  private void combinations(JsonNode value, Schema schema, String path) {
    for (JsonNode part : Json.elements(schema.json(), "allOf")) {
      node(value, Schema.of(part), path);
    }
    matches(value, Json.elements(schema.json(), "anyOf"), false, path);
    matches(value, Json.elements(schema.json(), "oneOf"), true, path);
    JsonNode not = schema.json().get("not");
    if (not != null && accepts(value, not)) {
      causes.add(Cause.invalid(path, shown(path) + " must not validate the schema (not)"));
    }
  }

  private void matches(JsonNode value, List<JsonNode> parts, boolean exactlyOne, String path) {
    if (parts.isEmpty()) {
      return;
    }
    long accepted = parts.stream().filter(part -> accepts(value, part)).count();
    if (accepted == 0 || (exactlyOne && accepted != 1)) {
      String rule = exactlyOne ? "one and only one schema (oneOf)" : "at least one schema (anyOf)";
      causes.add(Cause.invalid(path, "%s must validate %s".formatted(shown(path), rule)));
    }
  }

  private static boolean accepts(JsonNode value, JsonNode part) {
    SchemaCheck check = new SchemaCheck();
    check.node(value, Schema.of(part), "");
    return check.causes.isEmpty();
  }

  private void object(ObjectNode object, Schema schema, String path) {
    for (JsonNode name : Json.elements(schema.json(), "required")) {
      if (!object.has(name.asText())) {
        causes.add(Cause.required(FieldNames.field(path, name.asText()), ""));
      }
    }
    long maximum = schema.json().path("maxProperties").asLong(Long.MAX_VALUE);
    if (object.size() > maximum) {
      causes.add(
          Cause.tooMany(path, "%d: must have at most %d items".formatted(object.size(), maximum)));
    }
    long minimum = schema.json().path("minProperties").asLong(0);
    if (object.size() < minimum) {
      causes.add(
          Cause.invalid(
              path, "%s should have at least %d properties".formatted(shown(path), minimum)));
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      node(
          field.getValue(),
          schema.property(field.getKey()),
          FieldNames.field(path, field.getKey()));
    }
  }

  private void array(ArrayNode array, Schema schema, String path) {
    long maximum = schema.json().path("maxItems").asLong(Long.MAX_VALUE);
    if (array.size() > maximum) {
      causes.add(
          Cause.tooMany(path, "%d: must have at most %d items".formatted(array.size(), maximum)));
    }
    long minimum = schema.json().path("minItems").asLong(0);
    if (array.size() < minimum) {
      causes.add(
          Cause.invalid(
              path, "%s in body should have at least %d items".formatted(shown(path), minimum)));
    }
    for (int i = 0; i < array.size(); i++) {
      node(array.get(i), schema.items(), FieldNames.index(path, i));
    }
    unique(array, schema, path);
  }

  private void unique(ArrayNode array, Schema schema, String path) {
    Set<JsonNode> seen = new HashSet<>();
    for (int i = 0; i < array.size(); i++) {
      JsonNode identity =
          switch (schema.listType()) {
            case ATOMIC -> null;
            case SET -> array.get(i);
            case MAP -> keyOf(array.get(i), schema.listKeys());
          };
      if (identity != null && !seen.add(identity)) {
        causes.add(Cause.duplicate(FieldNames.index(path, i), Json.text(identity)));
      }
    }
  }

  private static JsonNode keyOf(JsonNode item, List<String> keys) {
    ObjectNode key = Json.object();
    for (String name : keys) {
      JsonNode value = item.get(name);
      if (value != null) {
        key.set(name, value);
      }
    }
    return key;
  }

  private static boolean hasType(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber() || isWhole(value);
      case "number" -> value.isNumber();
      case "integer,string" -> value.isIntegralNumber() || value.isTextual();
      default -> true;
    };
  }

  private static boolean isWhole(JsonNode value) {
    return value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
  }

  private static String typeName(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case NULL, MISSING, BINARY, POJO -> "null";
    };
  }

  private static String shown(String path) {
    return path.isEmpty() ? "<nil>" : path;
  }
}
