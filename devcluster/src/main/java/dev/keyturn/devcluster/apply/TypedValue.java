package dev.keyturn.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.schema.Schema;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The operations of structured-merge-diff (sigs.k8s.io/structured-merge-diff/v6/typed) on values
 * with a schema. Values are never changed: results share what did not change.
 */
final class TypedValue {
  private TypedValue() {}

  /** The paths an apply of this value claims. */
  static FieldSet fields(JsonNode value, @Nullable Schema schema) {
    if (!PathElements.granular(value, schema)) {
      return FieldSet.LEAF;
    }
    SortedMap<String, FieldSet> children = new TreeMap<>();
    PathElements.parts(value, schema)
        .forEach((element, part) -> {
          FieldSet child = fields(part, PathElements.schemaOf(element, schema));
          boolean empty = part.isNull() || (part.isObject() && part.isEmpty());
          boolean own = empty || !PathElements.declared(element, schema);
          children.put(element, own ? child.asMember() : child);
        });
    return FieldSet.of(false, children);
  }

  /** What differs between two values. */
  record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
    static final Comparison NONE = new Comparison(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);

    FieldSet written() {
      return added.union(modified);
    }
  }

  static Comparison compare(
      @Nullable JsonNode left, @Nullable JsonNode right, @Nullable Schema schema) {
    if (left == null && right == null || left != null && left.equals(right)) {
      return Comparison.NONE;
    }
    JsonNode shape = right == null ? left : right;
    boolean granular = shape != null && PathElements.granular(shape, schema);
    if (left != null && right != null) {
      granular &= PathElements.granular(left, schema) && left.getNodeType() == right.getNodeType();
      if (!granular) {
        return new Comparison(FieldSet.EMPTY, FieldSet.LEAF, FieldSet.EMPTY);
      }
    }
    SortedMap<String, FieldSet> added = new TreeMap<>();
    SortedMap<String, FieldSet> modified = new TreeMap<>();
    SortedMap<String, FieldSet> removed = new TreeMap<>();
    if (granular) {
      Map<String, JsonNode> before = left == null ? Map.of() : PathElements.parts(left, schema);
      Map<String, JsonNode> after = right == null ? Map.of() : PathElements.parts(right, schema);
      Set<String> elements = new LinkedHashSet<>(before.keySet());
      elements.addAll(after.keySet());
      for (String element : elements) {
        Comparison part =
            compare(
                before.get(element), after.get(element), PathElements.schemaOf(element, schema));
        added.put(element, part.added);
        modified.put(element, part.modified);
        removed.put(element, part.removed);
      }
    }
    return new Comparison(
        FieldSet.of(left == null, added),
        FieldSet.of(false, modified),
        FieldSet.of(right == null, removed));
  }

  /** The live value with the applied one laid over it. */
  static JsonNode merge(@Nullable JsonNode live, JsonNode applied, @Nullable Schema schema) {
    if (live == null
        || live.getNodeType() != applied.getNodeType()
        || !PathElements.granular(applied, schema)) {
      return applied;
    }
    Map<String, JsonNode> parts = new LinkedHashMap<>(PathElements.parts(live, schema));
    PathElements.parts(applied, schema)
        .forEach((element, part) ->
            parts.put(
                element, merge(parts.get(element), part, PathElements.schemaOf(element, schema))));
    return assemble(applied, parts);
  }

  /** The value without the paths to remove, as far as nobody keeps them; null when none is left. */
  static @Nullable JsonNode remove(
      JsonNode value, @Nullable Schema schema, FieldSet remove, FieldSet keep) {
    if (remove.member() && keep.isEmpty()) {
      return null;
    }
    if (remove.children().isEmpty() || !PathElements.granular(value, schema)) {
      return value;
    }
    Map<String, JsonNode> parts = new LinkedHashMap<>();
    PathElements.parts(value, schema)
        .forEach((element, part) -> {
          FieldSet gone = remove.child(element);
          JsonNode left =
              gone.isEmpty()
                  ? part
                  : remove(part, PathElements.schemaOf(element, schema), gone, keep.child(element));
          if (left != null) {
            parts.put(element, left);
          }
        });
    boolean emptied = parts.isEmpty() && !value.isEmpty();
    return emptied && keep.isEmpty() ? null : assemble(value, parts);
  }

  private static JsonNode assemble(JsonNode shape, Map<String, JsonNode> parts) {
    if (shape.isObject()) {
      ObjectNode object = Json.object();
      parts.forEach((element, part) -> object.set(element.substring(2), part));
      return object;
    }
    ArrayNode array = Json.array();
    parts.values().forEach(array::add);
    return array;
  }
}
