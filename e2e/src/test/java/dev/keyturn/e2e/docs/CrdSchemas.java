package dev.keyturn.e2e.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The schemas of the CRDs, and what of a manifest they do not know. */
final class CrdSchemas {
  static final String API_VERSION = "keyturn.dev/v1alpha1";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final Map<String, JsonNode> byKind;

  private CrdSchemas(Map<String, JsonNode> byKind) {
    this.byKind = Map.copyOf(byKind);
  }

  static CrdSchemas of(Path folder) {
    Map<String, JsonNode> byKind = new HashMap<>();
    for (Path file : Checkout.files(folder, ".yaml")) {
      if (folder.equals(file.getParent())) {
        for (JsonNode definition : documents(Checkout.text(file))) {
          byKind.put(
              definition.at("/spec/names/kind").asText(),
              definition.at("/spec/versions/0/schema/openAPIV3Schema"));
        }
      }
    }
    return new CrdSchemas(byKind);
  }

  /** The documents of a YAML stream; a text that is no YAML is one that says so. */
  static List<JsonNode> documents(String text) {
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      return values.readAll();
    } catch (JsonProcessingException e) {
      return List.of(YAML.createObjectNode().put("kind", "no YAML: " + e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line per fault of our own objects; objects of other groups have none. */
  List<String> faults(JsonNode manifest) {
    String kind = manifest.path("kind").asText();
    if (kind.startsWith("no YAML")) {
      return List.of(kind);
    }
    if (!manifest.path("apiVersion").asText().startsWith("keyturn.dev/")) {
      return List.of();
    }
    JsonNode schema = byKind.get(kind);
    if (schema == null || !manifest.path("apiVersion").asText().equals(API_VERSION)) {
      return List.of("no CRD of " + manifest.path("apiVersion").asText() + " " + kind);
    }
    List<String> faults = new ArrayList<>();
    compare(manifest.path("spec"), schema.at("/properties/spec"), "spec", faults);
    return faults;
  }

  private static void compare(JsonNode value, JsonNode schema, String at, List<String> faults) {
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        compare(value.get(i), schema.path("items"), at + "[" + i + "]", faults);
      }
    } else if (value.isObject()) {
      JsonNode properties = schema.path("properties");
      JsonNode free = schema.path("additionalProperties");
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        String path = at + "." + member.getKey();
        if (properties.has(member.getKey())) {
          compare(member.getValue(), properties.get(member.getKey()), path, faults);
        } else if (free.isMissingNode()) {
          faults.add("unknown field " + path);
        } else {
          compare(member.getValue(), free, path, faults);
        }
      }
      for (JsonNode required : schema.path("required")) {
        if (!value.has(required.asText())) {
          faults.add("missing field " + at + "." + required.asText());
        }
      }
    } else if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      faults.add(at + " is none of " + schema.get("enum"));
    }
  }

  private static boolean contains(JsonNode values, JsonNode wanted) {
    for (JsonNode value : values) {
      if (value.equals(wanted)) {
        return true;
      }
    }
    return false;
  }
}
