package dev.keyturn.operator.engine.select;

import dev.keyturn.operator.engine.select.PropertyPath.Parsed;
import java.util.Optional;

/** Where a property leads to. */
sealed interface Lookup {
  record Found(JsonNode node) implements Lookup {}

  record Absent() implements Lookup {}

  record Failed(Problem problem) implements Lookup {}

  record NoPath(int column) implements Lookup {}

  static Lookup find(SecretTree tree, String property) {
    return switch (tree.root()) {
      case SecretTree.Root.None(Problem problem) -> new Failed(problem);
      case SecretTree.Root.Json(JsonNode root) -> {
        if (root instanceof JsonNode.Members object
            && object.byName().get(property) instanceof JsonNode literal) {
          yield new Found(literal);
        }
        yield follow(tree, root, property);
      }
    };
  }

  private static Lookup follow(SecretTree tree, JsonNode root, String property) {
    return switch (PropertyPath.parse(property)) {
      case Parsed.Refused(int column) -> new NoPath(column);
      case Parsed.Ok(PropertyPath path) -> {
        try {
          yield new PathEvaluator(tree)
              .find(root, path)
              .<Lookup>map(Found::new)
              .orElseGet(Absent::new);
        } catch (Unusable e) {
          yield new Failed(e.problem());
        }
      }
    };
  }

  /** A value as the bytes of a key; empty for null. */
  static Optional<byte[]> render(JsonNode node) {
    return switch (node) {
      case JsonNode.Text(Slice spelling) -> Optional.of(JsonText.decode(spelling));
      case JsonNode.Null() -> Optional.empty();
      case JsonNode.Number number -> Optional.of(JsonWriter.compact(number));
      case JsonNode.Bool bool -> Optional.of(JsonWriter.compact(bool));
      case JsonNode.Items items -> Optional.of(JsonWriter.compact(items));
      case JsonNode.Members object -> Optional.of(JsonWriter.compact(object));
    };
  }
}
