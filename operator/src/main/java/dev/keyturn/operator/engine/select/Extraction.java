package dev.keyturn.operator.engine.select;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All top-level members of an object as keys of a Secret. */
public sealed interface Extraction {

  /** The values by key, in source order, owned by the caller, who wipes them. */
  record Extracted(Map<String, byte[]> values) implements Extraction {
    public Extracted {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** The property leads to nothing: KeyMissing. */
  record Missing() implements Extraction {}

  /** The payload cannot be used: InvalidData. */
  record Invalid(Problem problem) implements Extraction {}

  /** The property is no path: ConfigInvalid/field; columns count from 1. */
  record BadPath(int column) implements Extraction {}

  /** A member's name cannot be made a key: TargetInvalid/key. */
  record IllegalKey(String name) implements Extraction {}

  /** Two names become the same key: TargetInvalid/key-collision. */
  record Collision(String key) implements Extraction {}

  /** Extracts with the conversion that is the default. */
  static Extraction of(SecretTree tree, Optional<String> property) {
    return of(tree, property, KeyNaming.UNDERSCORE);
  }

  /**
   * Extracts the payload's object, or the object at the property. A member that is null is left
   * out.
   */
  static Extraction of(SecretTree tree, Optional<String> property, KeyNaming naming) {
    try {
      return switch (found(tree, property)) {
        case Lookup.Found(JsonNode.Members object) -> members(object, naming);
        case Lookup.Found(JsonNode.Null()) -> new Missing();
        case Lookup.Found found -> new Invalid(Problem.NOT_AN_OBJECT);
        case Lookup.Absent() -> new Missing();
        case Lookup.Failed(Problem problem) -> new Invalid(problem);
        case Lookup.NoPath(int column) -> new BadPath(column);
      };
    } finally {
      tree.dropDerived();
    }
  }

  private static Lookup found(SecretTree tree, Optional<String> property) {
    if (property.isPresent()) {
      return Lookup.find(tree, property.get());
    }
    return switch (tree.root()) {
      case SecretTree.Root.Json(JsonNode root) -> new Lookup.Found(root);
      case SecretTree.Root.None(Problem problem) -> new Lookup.Failed(problem);
    };
  }

  private static Extraction members(JsonNode.Members object, KeyNaming naming) {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    for (JsonNode.Member member : object.members()) {
      if (member.value() instanceof JsonNode.Null) {
        continue;
      }
      String key = naming.keyOf(member.name());
      if (!naming.accepts(key)) {
        return new IllegalKey(key);
      }
      if (nodes.putIfAbsent(key, member.value()) != null) {
        return new Collision(key);
      }
    }
    if (nodes.isEmpty()) {
      return new Invalid(Problem.EMPTY);
    }
    Map<String, byte[]> values = new LinkedHashMap<>();
    nodes.forEach((key, node) -> Lookup.render(node).ifPresent(value -> values.put(key, value)));
    return new Extracted(values);
  }
}
