package dev.keyturn.devcluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.json.Json;
import java.util.ArrayList;
import java.util.List;

/** JSON patch (RFC 6902). */
public final class JsonPatch {
  private JsonPatch() {}

  /**
   * Applies the operations to a copy.
   *
   * @throws ApiException 400 for a malformed patch, 422 when an operation does not apply
   */
  public static ObjectNode apply(ObjectNode target, JsonNode patch) {
    if (!(patch instanceof ArrayNode operations)) {
      throw ApiException.badRequest("a JSON patch must be an array of operations");
    }
    JsonNode result = target.deepCopy();
    for (JsonNode operation : operations) {
      result = step(result, operation);
    }
    if (result instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.patchRefused();
  }

  private static JsonNode step(JsonNode root, JsonNode operation) {
    List<String> path = tokens(required(operation, "path").asText());
    return switch (Json.text(operation, "op")) {
      case "add" -> add(root, path, required(operation, "value").deepCopy());
      case "remove" -> remove(root, path);
      case "replace" -> {
        lookup(root, path);
        JsonNode value = required(operation, "value").deepCopy();
        yield path.isEmpty() ? value : set(root, path, value);
      }
      case "move" -> {
        List<String> from = tokens(required(operation, "from").asText());
        JsonNode moved = lookup(root, from);
        yield add(remove(root, from), path, moved);
      }
      case "copy" -> {
        List<String> from = tokens(required(operation, "from").asText());
        yield add(root, path, lookup(root, from).deepCopy());
      }
      case "test" -> {
        if (!lookup(root, path).equals(required(operation, "value"))) {
          throw ApiException.patchRefused();
        }
        yield root;
      }
      default -> throw ApiException.badRequest("unknown operation in the JSON patch");
    };
  }

  private static JsonNode required(JsonNode operation, String field) {
    JsonNode value = operation.get(field);
    if (value == null) {
      throw ApiException.badRequest("a JSON patch operation lacks \"" + field + "\"");
    }
    return value;
  }

  private static JsonNode lookup(JsonNode root, List<String> path) {
    JsonNode current = root;
    for (String token : path) {
      JsonNode next =
          current instanceof ArrayNode array
              ? array.get(index(token, array.size() - 1))
              : current.get(token);
      if (next == null) {
        throw ApiException.patchRefused();
      }
      current = next;
    }
    return current;
  }

  private static JsonNode add(JsonNode root, List<String> path, JsonNode value) {
    if (path.isEmpty()) {
      return value;
    }
    JsonNode parent = lookup(root, path.subList(0, path.size() - 1));
    String last = path.getLast();
    if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else if (parent instanceof ArrayNode array) {
      int index = last.equals("-") ? array.size() : index(last, array.size());
      array.insert(index, value);
    } else {
      throw ApiException.patchRefused();
    }
    return root;
  }

  private static JsonNode set(JsonNode root, List<String> path, JsonNode value) {
    JsonNode parent = lookup(root, path.subList(0, path.size() - 1));
    if (parent instanceof ObjectNode object) {
      object.set(path.getLast(), value);
    } else if (parent instanceof ArrayNode array) {
      array.set(index(path.getLast(), array.size() - 1), value);
    }
    return root;
  }

  private static JsonNode remove(JsonNode root, List<String> path) {
    lookup(root, path);
    if (path.isEmpty()) {
      throw ApiException.patchRefused();
    }
    JsonNode parent = lookup(root, path.subList(0, path.size() - 1));
    if (parent instanceof ObjectNode object) {
      object.remove(path.getLast());
    } else if (parent instanceof ArrayNode array) {
      array.remove(index(path.getLast(), array.size() - 1));
    }
    return root;
  }

  private static int index(String token, int maximum) {
    try {
      int index = Integer.parseInt(token);
      if (index >= 0 && index <= maximum) {
        return index;
      }
    } catch (NumberFormatException e) {
      throw ApiException.patchRefused();
    }
    throw ApiException.patchRefused();
  }

  private static List<String> tokens(String pointer) {
    List<String> tokens = new ArrayList<>();
    if (pointer.isEmpty()) {
      return tokens;
    }
    for (String token : pointer.substring(1).split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return tokens;
  }
}
