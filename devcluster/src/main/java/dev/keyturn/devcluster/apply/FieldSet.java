package dev.keyturn.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A set of field paths, as a tree. Path elements are written as in {@code managedFields}: {@code
 * f:name} is a field, {@code k:{...}} a list item by its keys, {@code v:...} a list item by its
 * value. Immutable.
 *
 * @param member whether the path of this node itself is in the set
 */
record FieldSet(boolean member, SortedMap<String, FieldSet> children) {
  static final FieldSet EMPTY = new FieldSet(false, new TreeMap<>());
  static final FieldSet LEAF = new FieldSet(true, new TreeMap<>());

  boolean isEmpty() {
    return !member && children.isEmpty();
  }

  static FieldSet of(boolean member, SortedMap<String, FieldSet> children) {
    SortedMap<String, FieldSet> kept = new TreeMap<>();
    children.forEach((element, child) -> {
      if (!child.isEmpty()) {
        kept.put(element, child);
      }
    });
    return new FieldSet(member, kept);
  }

  FieldSet asMember() {
    return new FieldSet(true, children);
  }

  FieldSet child(String element) {
    FieldSet child = children.get(element);
    return child == null ? EMPTY : child;
  }

  FieldSet union(FieldSet other) {
    return combine(other, (mine, theirs) -> mine || theirs);
  }

  FieldSet intersect(FieldSet other) {
    return combine(other, (mine, theirs) -> mine && theirs);
  }

  FieldSet minus(FieldSet other) {
    return combine(other, (mine, theirs) -> mine && !theirs);
  }

  private FieldSet combine(FieldSet other, BinaryOperator<Boolean> operation) {
    SortedMap<String, FieldSet> result = new TreeMap<>();
    children.forEach(
        (element, child) -> result.put(element, child.combine(other.child(element), operation)));
    other.children.forEach((element, child) -> {
      if (!children.containsKey(element)) {
        result.put(element, EMPTY.combine(child, operation));
      }
    });
    return of(operation.apply(member, other.member), result);
  }

  /** The set without a path and all that is beneath it. */
  FieldSet without(List<String> path) {
    SortedMap<String, FieldSet> result = new TreeMap<>(children);
    String first = path.getFirst();
    FieldSet child = result.remove(first);
    if (child != null && path.size() > 1) {
      result.put(first, child.without(path.subList(1, path.size())));
    }
    return of(member, result);
  }

  /** The set without the node at a path, but with what is beneath it. */
  FieldSet withoutNode(String element) {
    SortedMap<String, FieldSet> result = new TreeMap<>(children);
    result.computeIfPresent(element, (name, child) -> new FieldSet(false, child.children));
    return of(member, result);
  }

  /** Adds every member path as Kubernetes prints it, for example {@code .data.password}. */
  void paths(String prefix, List<String> found) {
    if (member) {
      found.add(prefix);
    }
    children.forEach((element, child) -> child.paths(prefix + printed(element), found));
  }

  private static String printed(String element) {
    String rest = element.substring(2);
    return switch (element.charAt(0)) {
      case 'f' -> "." + rest;
      case 'k' -> "[" + keys(rest) + "]";
      default -> "[=" + rest + "]";
    };
  }

  private static String keys(String json) {
    try {
      StringBuilder text = new StringBuilder();
      for (Map.Entry<String, JsonNode> key :
          Json.parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)).properties()) {
        text.append(text.isEmpty() ? "" : ",");
        text.append(key.getKey()).append('=').append(Json.text(key.getValue()));
      }
      return text.toString();
    } catch (dev.keyturn.devcluster.json.MalformedJsonException e) {
      return json;
    }
  }

  /** The {@code fieldsV1} form. */
  ObjectNode toJson() {
    ObjectNode node = Json.object();
    if (member && !children.isEmpty()) {
      node.putObject(".");
    }
    children.forEach((element, child) -> node.set(element, child.toJson()));
    return node;
  }

  static FieldSet fromJson(@Nullable JsonNode node) {
    SortedMap<String, FieldSet> children = new TreeMap<>();
    if (node == null || !node.isObject()) {
      return EMPTY;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getKey().equals(".")) {
        FieldSet child = fromJson(entry.getValue());
        children.put(entry.getKey(), entry.getValue().isEmpty() ? LEAF : child);
      }
    }
    return of(node.has("."), children);
  }
}
