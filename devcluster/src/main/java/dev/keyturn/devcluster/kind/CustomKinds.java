package dev.keyturn.devcluster.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.PatternSyntaxException;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind.Rules;
import dev.keyturn.devcluster.schema.ModelSchemas;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Reads CustomResourceDefinitions (apiextensions.k8s.io/v1) into the kinds they define. */
public final class CustomKinds {
  private final ModelSchemas schemas;

  public CustomKinds(ModelSchemas schemas) {
    this.schemas = schemas;
  }

  /** What is wrong with a definition; empty when it can be served. */
  public List<Cause> check(ObjectNode definition) {
    List<Cause> causes = new ArrayList<>();
    String group = Json.text(definition, "spec", "group");
    String plural = Json.text(definition, "spec", "names", "plural");
    String name = Json.text(definition, "metadata", "name");
    required(definition, causes, "spec", "group");
    required(definition, causes, "spec", "names", "plural");
    required(definition, causes, "spec", "names", "kind");
    required(definition, causes, "spec", "scope");
    if (!name.equals(plural + "." + group)) {
      causes.add(
          Cause.invalid(
              "metadata.name",
              "\"%s\": must be spec.names.plural+\".\"+spec.group".formatted(name)));
    }
    List<JsonNode> versions = Json.elements(definition, "spec", "versions");
    long storageVersions =
        versions.stream().filter(version -> version.path("storage").asBoolean(false)).count();
    if (storageVersions != 1) {
      causes.add(
          Cause.invalid(
              "spec.versions", "must have exactly one version marked as storage version"));
    }
    for (int i = 0; i < versions.size(); i++) {
      checkSchema(versions.get(i), "spec.versions[" + i + "].schema.openAPIV3Schema", causes);
    }
    return causes;
  }

  private static void required(ObjectNode definition, List<Cause> causes, String... path) {
    if (Json.text(definition, path).isEmpty()) {
      causes.add(Cause.required(String.join(".", path), ""));
    }
  }

  private static void checkSchema(JsonNode version, String path, List<Cause> causes) {
    JsonNode schema = Json.at(version, "schema", "openAPIV3Schema");
    if (schema == null) {
      causes.add(Cause.required(path, "schemas are required"));
      return;
    }
    if (!Json.text(schema, "type").equals("object")) {
      causes.add(Cause.invalid(path + ".type", "must be object at the root"));
    }
    for (JsonNode pattern : schema.findValues("pattern")) {
      if (pattern.isTextual()) {
        try {
          com.google.re2j.Pattern.compile(pattern.asText());
        } catch (PatternSyntaxException e) {
          causes.add(Cause.invalid(path, "must be a valid regular expression"));
        }
      }
    }
  }

  /** The served versions of a definition that passed {@link #check}. */
  public List<ResourceKind> kindsOf(ObjectNode definition) {
    List<ResourceKind> kinds = new ArrayList<>();
    for (JsonNode version : Json.elements(definition, "spec", "versions")) {
      if (version.path("served").asBoolean(false)) {
        kinds.add(kind(definition, version));
      }
    }
    return kinds;
  }

  private ResourceKind kind(ObjectNode definition, JsonNode version) {
    ObjectNode names = Json.objectAt(definition, "spec", "names");
    String group = Json.text(definition, "spec", "group");
    String plural = Json.text(names, "plural");
    String kind = Json.text(names, "kind");
    String singular = Json.text(names, "singular");
    ObjectNode document = document(version);
    return new ResourceKind(
        group,
        Json.text(version, "name"),
        kind,
        plural,
        singular.isEmpty() ? kind.toLowerCase(Locale.ROOT) : singular,
        texts(names, "shortNames"),
        texts(names, "categories"),
        Json.text(definition, "spec", "scope").equals("Namespaced"),
        Json.at(version, "subresources", "status") != null,
        new GroupResource(group, plural),
        Rules.CUSTOM,
        schemas.parse(document),
        document,
        columns(version),
        Json.elements(version, "selectableFields").stream()
            .map(field -> Json.text(field, "jsonPath").substring(1))
            .toList(),
        UnaryOperator.identity(),
        UnaryOperator.identity());
  }

  private static ObjectNode document(JsonNode version) {
    ObjectNode document = Json.objectAt(version, "schema", "openAPIV3Schema").deepCopy();
    ObjectNode properties = Json.child(document, "properties");
    properties.set("apiVersion", Json.object().put("type", "string"));
    properties.set("kind", Json.object().put("type", "string"));
    properties.set("metadata", ModelSchemas.reference(ObjectMeta.class));
    return document;
  }

  private static List<String> texts(ObjectNode node, String field) {
    return Json.elements(node, field).stream().map(JsonNode::asText).toList();
  }

  private static List<PrinterColumn> columns(JsonNode version) {
    return Json.elements(version, "additionalPrinterColumns").stream()
        .map(column ->
            new PrinterColumn(
                Json.text(column, "name"),
                Json.text(column, "type"),
                Json.text(column, "format"),
                Json.text(column, "description"),
                Json.text(column, "jsonPath"),
                column.path("priority").asInt(0)))
        .toList();
  }
}
