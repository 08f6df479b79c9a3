package dev.keyturn.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.schema.Schema;
import dev.keyturn.devcluster.schema.SchemaCheck;
import dev.keyturn.devcluster.schema.UnknownFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds objects of keyturn.dev against the schemas of their kinds; without the rules in CEL. */
final class SchemaRule {
  private static final List<String> DEFINITIONS =
      List.of(
          "secretstores",
          "clustersecretstores",
          "secretsyncs",
          "clustersecretsyncs",
          "tenantsecretscopes");
  private static final Set<String> PLANNED = Set.of("RotationPolicy", "RotationRun");

  private final Map<String, Schema> schemas = new HashMap<>();

  SchemaRule() {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    for (String definition : DEFINITIONS) {
      String resource = "/META-INF/keyturn/crds/keyturn.dev_" + definition + ".yaml";
      try (InputStream in = SchemaRule.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException(resource + " is missing");
        }
        JsonNode crd = yaml.readTree(in);
        schemas.put(
            crd.at("/spec/names/kind").asText(),
            Schema.of(crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  void check(ManifestDocument document, Findings findings) {
    if (!isOurs(document)) {
      return;
    }
    Schema schema = schemas.get(document.kind());
    if (schema == null && PLANNED.contains(document.kind())) {
      findings.add(
          document, "/kind", Rule.KT004, document.kind() + " has no schema yet; it is not checked");
    } else if (schema == null || !document.apiVersion().equals(Api.GROUP + "/" + Api.VERSION)) {
      findings.add(document, "/kind", Rule.KT001, "there is no such kind in this apiVersion");
    } else if (!document.content().path("spec").isObject()) {
      findings.add(document, "/spec", Rule.KT001, "spec is required");
    } else {
      spec(document, schema, findings);
    }
  }

  static boolean isOurs(ManifestDocument document) {
    return document.apiVersion().startsWith(Api.GROUP + "/");
  }

  private static void spec(ManifestDocument document, Schema schema, Findings findings) {
    var spec = document.content().withObject("/spec").deepCopy();
    for (Cause cause : SchemaCheck.check(spec, schema)) {
      String path = path(cause.field());
      findings.add(
          document,
          FieldPath.pointer(document.content(), path),
          Rule.KT001,
          words(cause, path, schema));
    }
    for (String field : UnknownFields.prune(spec, schema)) {
      String path = path(field);
      findings.add(
          document,
          FieldPath.pointer(document.content(), path),
          Rule.KT001,
          path + " is not a field of " + document.kind());
    }
  }

  private static String path(String field) {
    return field.isEmpty() ? "spec" : field.startsWith("[") ? "spec" + field : "spec." + field;
  }

  /** The check's own words quote the value, so it is told anew from the schema. */
  private static String words(Cause cause, String path, Schema schema) {
    Schema node = at(schema, cause.field());
    JsonNode json = node == null ? null : node.json();
    String form = json == null ? "" : bounds(json);
    return switch (cause.reason()) {
      case "FieldValueRequired" -> path + " is required";
      case "FieldValueNotSupported" ->
          path + " is none of " + (json == null ? "the allowed values" : words(json.path("enum")));
      case "FieldValueTypeInvalid" ->
          path + " is not of type " + (json == null ? "of the schema" : json.path("type").asText());
      case "FieldValueDuplicate" -> path + " stands there twice";
      default -> path + " is outside of what the schema allows" + form;
    };
  }

  private static String bounds(JsonNode json) {
    StringBuilder text = new StringBuilder();
    for (String bound :
        List.of(
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties")) {
      if (json.has(bound)) {
        text.append(text.isEmpty() ? " (" : ", ");
        text.append(bound).append(' ').append(json.get(bound).asText());
      }
    }
    return text.isEmpty() ? "" : text.append(')').toString();
  }

  private static String words(JsonNode values) {
    StringBuilder text = new StringBuilder();
    values.forEach(value -> text.append(text.isEmpty() ? "" : ", ").append(value.asText()));
    return text.toString();
  }

  private static @Nullable Schema at(Schema schema, String field) {
    Schema at = schema;
    for (String step : field.replace("[", ".[").split("\\.", -1)) {
      if (at == null) {
        return null;
      }
      if (!step.isEmpty()) {
        at = step.startsWith("[") ? at.items() : at.property(step);
      }
    }
    return at;
  }
}
