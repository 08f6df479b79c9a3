package dev.keyturn.docs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.crds.CrdFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes {@code docs/reference/crds.md}: a table of fields per kind. */
final class CrdReference {
  private static final Pattern DEFAULT = Pattern.compile(" ?Default: (.+?)[.](?= |$)");
  private static final String HEAD =
      """
      <!-- Generated from the custom resource definitions: edit the records of dev.keyturn.crds.v1alpha1. -->

      # Custom resources

      Group `keyturn.dev`, version `v1alpha1`. All kinds are in the category `keyturn`: `kubectl get keyturn`.
      Defaults are the operator's, not the schema's: a field that is left out stays out. `[]` stands for
      every item of a list. Durations are written as `90s`, `15m`, `1h5m` or `90d`.
      """;

  private CrdReference() {}

  static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    CrdFiles.byKind().forEach((kind, crd) -> kind(page, kind, crd));
    return page.toString();
  }

  private static void kind(StringBuilder page, String kind, JsonNode crd) {
    JsonNode schema = CrdFiles.schema(crd);
    page.append("\n## ").append(kind).append("\n\n");
    page.append(schema.path("description").asText()).append("\n\n");
    page.append(
        "Scope: %s. Short name: `%s`. Columns of `kubectl get`: %s. Fields of `--field-selector`: %s.\n\n"
            .formatted(
                crd.at("/spec/scope").asText().equals("Cluster") ? "cluster" : "namespace",
                crd.at("/spec/names/shortNames/0").asText(),
                columns(crd),
                selectableFields(crd)));
    page.append("| Field | Type | Default | Description |\n|---|---|---|---|\n");
    rows(page, "", schema);
    List<String> rules = new ArrayList<>();
    rules(rules, "", schema);
    if (!rules.isEmpty()) {
      page.append("\nThe API server also checks:\n\n");
      rules.forEach(rule -> page.append("- ").append(rule).append('\n'));
    }
  }

  private static String columns(JsonNode crd) {
    List<String> names = new ArrayList<>();
    for (JsonNode column : crd.at("/spec/versions/0/additionalPrinterColumns")) {
      boolean wide = column.path("priority").asInt() == 1;
      names.add(column.path("name").asText() + (wide ? " (`-o wide`)" : ""));
    }
    return String.join(", ", names);
  }

  private static String selectableFields(JsonNode crd) {
    List<String> fields = new ArrayList<>();
    for (JsonNode field : crd.at("/spec/versions/0/selectableFields")) {
      fields.add("`" + field.path("jsonPath").asText().substring(1) + "`");
    }
    return String.join(", ", fields);
  }

  private static void rows(StringBuilder page, String path, JsonNode schema) {
    schema
        .path("properties")
        .properties()
        .forEach(entry -> {
          String child = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
          JsonNode node = entry.getValue();
          page.append(row(child, node, requires(schema, entry.getKey())));
          if (isStamped(child)) {
            return;
          }
          rows(page, child, node);
          rows(page, child + "[]", node.path("items"));
        });
  }

  /** The spec within a ClusterSecretSync is that of SecretSync, which has its own table. */
  private static boolean isStamped(String path) {
    return path.equals("spec.spec");
  }

  private static String row(String path, JsonNode node, boolean required) {
    String description = node.path("description").asText();
    Matcher matcher = DEFAULT.matcher(description);
    String value = required ? "required" : "";
    if (matcher.find()) {
      value = matcher.group(1);
      description = matcher.replaceFirst("").strip();
    }
    return "| `%s` | %s | %s | %s |\n"
        .formatted(path, type(node), escape(value), escape(description));
  }

  private static String type(JsonNode node) {
    if (node.has("enum")) {
      List<String> values = new ArrayList<>();
      node.path("enum").forEach(value -> values.add("`" + value.asText() + "`"));
      return String.join(", ", values);
    }
    if (node.has("items")) {
      return "list of %s, at most %d"
          .formatted(type(node.path("items")), node.path("maxItems").asInt());
    }
    if (node.has("additionalProperties")) {
      return "map of %s, at most %d"
          .formatted(type(node.path("additionalProperties")), node.path("maxProperties").asInt());
    }
    if (node.has("maxLength")) {
      return "%s, at most %d".formatted(node.path("type").asText(), node.path("maxLength").asInt());
    }
    return node.path("type").asText();
  }

  private static void rules(List<String> rules, String path, JsonNode schema) {
    if (isStamped(path)) {
      return;
    }
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      String message = rule.path("message").asText();
      if (!rules.contains(message)) {
        rules.add(message);
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(entry -> {
          String child = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
          rules(rules, child, entry.getValue());
        });
    if (schema.has("items")) {
      rules(rules, path + "[]", schema.path("items"));
    }
  }

  private static boolean requires(JsonNode schema, String name) {
    for (JsonNode required : schema.path("required")) {
      if (required.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static String escape(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
