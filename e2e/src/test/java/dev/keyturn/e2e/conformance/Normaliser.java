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
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final Pattern TOO_OLD =
      Pattern.compile("too old resource version: \\d+ \\(\\d+\\)");
  private static final Pattern NUMBER = Pattern.compile("\\b\\d+\\b");
  private static final Pattern AGE = Pattern.compile("\\d+[smh](\\d+s)?");
  private static final Comparator<JsonNode> BY_MANAGER =
      Comparator.<JsonNode, String>comparing(entry -> entry.path("manager").asText())
          .thenComparing(entry -> entry.path("operation").asText())
          .thenComparing(entry -> entry.path("subresource").asText());

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

  private static void collectVersions(JsonNode node, Set<BigInteger> found) {
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
      return key.equals("causes") ? causes(node) : array(key, node);
    }
    return node.isTextual() ? TextNode.valueOf(text(key, node.asText())) : node;
  }

  private ObjectNode object(JsonNode node) {
    ObjectNode result = JSON.createObjectNode();
    // Names of managed fields contain uids of owners.
    node.properties()
        .forEach(
            field -> result.set(text("", field.getKey()), node(field.getKey(), field.getValue())));
    if (isCollection(node)
        && result.path("metadata") instanceof ObjectNode metadata
        && metadata.has("resourceVersion")) {
      metadata.replace("resourceVersion", TextNode.valueOf("of a list"));
    }
    return result;
  }

  /** By field and reason: the real server names some twice, and in an order of its own. */
  private ObjectNode causes(JsonNode node) {
    ObjectNode result = JSON.createObjectNode();
    for (JsonNode cause : node) {
      String name = cause.path("field").asText() + " " + cause.path("reason").asText();
      result.putObject(text("", name)).set("message", node("message", cause.path("message")));
    }
    return result;
  }

  private ArrayNode array(String key, JsonNode node) {
    List<JsonNode> children = new ArrayList<>();
    node.forEach(children::add);
    if (key.equals("managedFields")) {
      children.sort(BY_MANAGER);
    }
    ArrayNode result = JSON.createArrayNode();
    children.forEach(child -> result.add(node(key.endsWith("cells") ? "cell" : "", child)));
    return result;
  }

  /** Messages about versions carry those of objects. */
  private String number(String digits) {
    int rank = versions.indexOf(new BigInteger(digits));
    return rank < 0 ? digits : "version-" + (rank + 1);
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
    if (key.equals("message")) {
      plain = TOO_OLD.matcher(plain).replaceAll("too old resource version");
      plain = NUMBER.matcher(plain).replaceAll(match -> number(match.group()));
    }
    plain = TIME.matcher(plain).replaceAll("TIME");
    return UID.matcher(plain).replaceAll(match -> uid(key, match.group()));
  }

  /** Numbered by first appearance; a text for people does not count as one. */
  private String uid(String key, String uid) {
    return key.equals("message")
        ? uids.getOrDefault(uid, "uid")
        : uids.computeIfAbsent(uid, unknown -> "uid-" + (uids.size() + 1));
  }
}
