package dev.keyturn.devcluster.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads, writes and walks JSON trees. A tree that was stored is never changed again. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static ArrayNode strings(Iterable<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  /**
   * Parses one JSON document.
   *
   * @throws MalformedJsonException when the bytes are not one JSON document
   */
  public static JsonNode parse(byte[] bytes) throws MalformedJsonException {
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (node == null || node.isMissingNode()) {
        throw new MalformedJsonException();
      }
      return node;
    } catch (IOException e) {
      throw new MalformedJsonException();
    }
  }

  /**
   * Parses one YAML document.
   *
   * @throws MalformedJsonException when the bytes are not one YAML document
   */
  public static JsonNode parseYaml(byte[] bytes) throws MalformedJsonException {
    try {
      JsonNode node = YAML.readTree(bytes);
      if (node == null || node.isMissingNode()) {
        throw new MalformedJsonException();
      }
      return node;
    } catch (IOException e) {
      throw new MalformedJsonException();
    }
  }

  public static byte[] bytes(JsonNode node) {
    return text(node).getBytes(StandardCharsets.UTF_8);
  }

  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree could not be written", e);
    }
  }

  public static String yaml(JsonNode node) {
    try {
      return YAML.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a YAML document could not be written", e);
    }
  }

  /** The text at a path of object fields; empty when there is none. */
  public static String text(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found == null || found.isContainerNode() ? "" : found.asText();
  }

  /** The non-null node at a path of object fields. */
  public static @Nullable JsonNode at(JsonNode node, String... path) {
    JsonNode current = node;
    for (String field : path) {
      current = current.get(field);
      if (current == null || current.isNull()) {
        return null;
      }
    }
    return current;
  }

  /** The object at a path, or an empty one that is not part of the tree. */
  public static ObjectNode objectAt(JsonNode node, String... path) {
    return at(node, path) instanceof ObjectNode found ? found : object();
  }

  /** The elements of the array at a path; none when there is no array. */
  public static List<JsonNode> elements(JsonNode node, String... path) {
    List<JsonNode> elements = new ArrayList<>();
    if (at(node, path) instanceof ArrayNode array) {
      array.forEach(elements::add);
    }
    return elements;
  }

  /** The object in this field, added when it is missing. */
  public static ObjectNode child(ObjectNode parent, String field) {
    if (parent.get(field) instanceof ObjectNode present) {
      return present;
    }
    return parent.putObject(field);
  }

  /** A copy of the object whose other fields are shared: only the named one may be changed. */
  public static ObjectNode withOwnField(ObjectNode original, String field) {
    ObjectNode copy = object();
    copy.setAll(original);
    if (original.get(field) instanceof ObjectNode shared) {
      copy.putObject(field).setAll(shared);
    }
    return copy;
  }

  /** Removes every field that is null, at any depth of objects and lists. */
  public static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
      while (fields.hasNext()) {
        JsonNode value = fields.next().getValue();
        if (value.isNull()) {
          fields.remove();
        } else {
          dropNulls(value);
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(Json::dropNulls);
    }
  }
}
