package dev.keyturn.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One value of the operator's chart, as its schema says it.
 *
 * @param path its place, {@code []} for the elements of a list: {@code namespaces[].name}
 * @param type JSON type, or the allowed values
 * @param description the schema's text
 * @param insideList whether it has no default of its own
 */
record ChartValue(String path, String type, String description, boolean insideList) {

  /** Those that hold no further values, in the order of the schema. */
  static List<ChartValue> all() {
    List<ChartValue> found = new ArrayList<>();
    collect("", schema(), false, found);
    return found;
  }

  /** Paths of objects that would take a misspelt value. Kubernetes' own types are not repeated. */
  static List<String> openObjects() {
    List<String> found = new ArrayList<>();
    collectOpen("", schema(), found);
    return found;
  }

  /** What values.yaml gives. */
  static JsonNode defaults() {
    return Yaml.parse(ProjectFiles.text(ProjectFiles.operatorChart().resolve("values.yaml")));
  }

  private static JsonNode schema() {
    return Yaml.parse(
        ProjectFiles.text(ProjectFiles.operatorChart().resolve("values.schema.json")));
  }

  private static void collect(
      String prefix, JsonNode schema, boolean insideList, List<ChartValue> found) {
    for (var property : schema.path("properties").properties()) {
      String path = prefix + property.getKey();
      JsonNode value = property.getValue();
      boolean grouping = value.has("properties") && value.has("required");
      if (!grouping) {
        String description = value.path("description").asText();
        found.add(new ChartValue(path, typeOf(value), description, insideList));
      }
      if (grouping) {
        collect(path + ".", value, insideList, found);
      } else if (value.path("items").path("properties").findValue("description") != null) {
        collect(path + "[].", value.path("items"), true, found);
      }
    }
  }

  private static void collectOpen(String prefix, JsonNode schema, List<String> found) {
    if (schema.has("properties") && schema.path("additionalProperties").asBoolean(true)) {
      found.add(prefix);
    }
    for (var property : schema.path("properties").properties()) {
      collectOpen(prefix + "." + property.getKey(), property.getValue(), found);
      collectOpen(
          prefix + "." + property.getKey() + "[]", property.getValue().path("items"), found);
    }
  }

  private static String typeOf(JsonNode value) {
    if (value.has("enum")) {
      return String.join(", ", Yaml.strings(value.path("enum")));
    }
    if (value.has("anyOf")) {
      return String.join(
          " or ",
          Yaml.elements(value.path("anyOf")).map(form -> form.path("type").asText()).toList());
    }
    return value.path("type").asText();
  }
}
