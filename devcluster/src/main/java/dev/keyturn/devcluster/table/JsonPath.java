package dev.keyturn.devcluster.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.devcluster.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSON paths that printer columns use: fields, {@code [0]}, {@code [*]}, {@code ['a.b']} and
 * {@code [?(@.type=="Ready")]}.
 */
final class JsonPath {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.?\\[\\?\\(@\\.([\\w.]+)\\s*==\\s*[\"']([^\"']*)[\"']\\)\\]"
              + "|\\[(\\d+)\\]|\\[(\\*)\\]|\\['([^']*)'\\]|\\.((?:\\\\.|[^.\\[\\\\])+)");

  private JsonPath() {}

  static List<JsonNode> find(JsonNode root, String path) {
    List<JsonNode> found = List.of(root);
    Matcher step = STEP.matcher(path);
    while (step.find()) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : found) {
        step(node, step, next);
      }
      found = next;
    }
    return found;
  }

  private static void step(JsonNode node, Matcher step, List<JsonNode> found) {
    if (step.group(1) != null) {
      for (JsonNode item : node) {
        if (Json.text(item, step.group(1).split("\\.", -1)).equals(step.group(2))) {
          found.add(item);
        }
      }
    } else if (step.group(3) != null) {
      add(node.get(Integer.parseInt(step.group(3))), found);
    } else if (step.group(4) != null) {
      node.forEach(found::add);
    } else if (step.group(5) != null) {
      add(node.get(step.group(5)), found);
    } else {
      add(node.get(step.group(6).replace("\\.", ".")), found);
    }
  }

  private static void add(@org.jspecify.annotations.Nullable JsonNode node, List<JsonNode> found) {
    if (node != null && !node.isNull()) {
      found.add(node);
    }
  }
}
