package dev.keyturn.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Makes two transcripts comparable: what a server chooses freely becomes a word, equal for equal
 * values of one transcript. Resource versions of objects keep their order; those of lists do not,
 * since the real server counts writes of everybody. Used for one transcript, by one thread.
 */
final class Normaliser {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern UID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
  private static final Pattern AGE = Pattern.compile("\\d+[smh](\\d+s)?");
  private static final Comparator<JsonNode> BY_MANAGER =
      Comparator.<JsonNode, String>comparing(entry -> entry.path("manager").asText())
          .thenComparing(entry -> entry.path("operation").asText())
          .thenComparing(entry -> entry.path("subresource").asText());
  private static final Comparator<JsonNode> BY_FIELD =
      Comparator.<JsonNode, String>comparing(cause -> cause.path("field").asText())
          .thenComparing(cause -> cause.path("reason").asText())
          .thenComparing(cause -> cause.path("message").asText());

  private final Transcript transcript;
  private final Map<String, String> uids = new HashMap<>();
  private final List<BigInteger> versions;

  private Normaliser(Transcript transcript) {
    this.transcript = transcript;
    TreeSet<BigInteger> found = new TreeSet<>();
    transcript.entries().forEach(entry -> collectVersions(entry.answer(), found));
    versions = new ArrayList<>(found);
  }

  /** The answers by step, in order. */
  static List<Transcript.Entry> normalise(Transcript transcript) {
    Normaliser normaliser = new Normaliser(transcript);
    return transcript.entries().stream()
        .map(entry -> new Transcript.Entry(entry.step(), normaliser.node("", entry.answer())))
        .toList();
  }

  private static void collectVersions(JsonNode node, TreeSet<BigInteger> found) {
    if (!isCollection(node)) {
      JsonNode version = node.path("metadata").path("resourceVersion");
      if (isNumber(version.asText())) {
        found.add(new BigInteger(version.asText()));
      }
    }
    node.forEach(child -> collectVersions(child, found));
  }

  private static boolean isCollection(JsonNode node) {
    return node.has("items") || node.has("rows") || node.path("kind").asText().equals("Status");
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
  }

  private JsonNode node(String key, JsonNode node) {
    if (node.isObject()) {
      return object(node);
    }
    if (node.isArray()) {
      return array(key, node);
    }
    return node.isTextual() ? TextNode.valueOf(text(key, node.asText())) : node;
  }

  private ObjectNode object(JsonNode node) {
    ObjectNode result = JSON.createObjectNode();
    node.properties().forEach(field -> result.set(field.getKey(), node(field.getKey(), field.getValue())));
    if (isCollection(node) && result.path("metadata") instanceof ObjectNode metadata) {
      metadata.replace("resourceVersion", TextNode.valueOf("of a list"));
    }
    return result;
  }

  private ArrayNode array(String key, JsonNode node) {
    List<JsonNode> children = new ArrayList<>();
    node.forEach(children::add);
    if (key.equals("managedFields")) {
      children.sort(BY_MANAGER);
    } else if (key.equals("causes")) {
      // The real server names some causes twice, and in an order of its own.
      children = new ArrayList<>(new LinkedHashSet<>(children));
      children.sort(BY_FIELD);
    }
    ArrayNode result = JSON.createArrayNode();
    children.forEach(child -> result.add(node(key.equals("cells") ? "cell" : "", child)));
    return result;
  }

  private String text(String key, String text) {
    if (key.equals("resourceVersion") && isNumber(text)) {
      int rank = versions.indexOf(new BigInteger(text));
      return rank < 0 ? "of a list" : "version-" + (rank + 1);
    }
    if (key.equals("continue") && !text.isEmpty()) {
      return "continuation";
    }
    if (key.equals("cell") && AGE.matcher(text).matches()) {
      return "age";
    }
    String plain = text.replace(transcript.namespace(), "NAMESPACE");
    for (String value : transcript.masked()) {
      plain = value.isEmpty() ? plain : plain.replace(value, "CHOSEN");
    }
    plain = TIME.matcher(plain).replaceAll("TIME");
    return UID.matcher(plain)
        .replaceAll(
            match -> uids.computeIfAbsent(match.group(), uid -> "uid-" + (uids.size() + 1)));
  }
}
