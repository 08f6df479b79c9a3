package dev.keyturn.operator.engine.select;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Compares payloads by what they mean: a backend may keep JSON and spell it anew. Runs in constant
 * time for equal shapes.
 */
public final class SameValue {

  private SameValue() {}

  /** True where both are equal bytes, or JSON of equal members, items and scalars. */
  public static boolean of(SecretTree one, SecretTree other) {
    return one.isSameBytes(other)
        || (one.root() instanceof SecretTree.Root.Json(JsonNode mine)
            && other.root() instanceof SecretTree.Root.Json(JsonNode theirs)
            && same(mine, theirs));
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return switch (one) {
      case JsonNode.Text(Slice spelling) ->
          other instanceof JsonNode.Text(Slice theirs) && sameText(spelling, theirs);
      case JsonNode.Number number ->
          other instanceof JsonNode.Number
              && Arrays.equals(JsonWriter.compact(number), JsonWriter.compact(other));
      case JsonNode.Bool bool -> bool.equals(other);
      case JsonNode.Null nothing -> nothing.equals(other);
      case JsonNode.Items items -> other instanceof JsonNode.Items theirs && same(items, theirs);
      case JsonNode.Members object ->
          other instanceof JsonNode.Members theirs && same(object, theirs);
    };
  }

  private static boolean same(JsonNode.Items one, JsonNode.Items other) {
    if (one.items().size() != other.items().size()) {
      return false;
    }
    for (int i = 0; i < one.items().size(); i++) {
      if (!same(one.items().get(i), other.items().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(JsonNode.Members one, JsonNode.Members other) {
    return one.members().size() == other.members().size()
        && one.members().stream()
            .allMatch(member ->
                other.byName().get(member.name()) instanceof JsonNode theirs
                    && same(member.value(), theirs));
  }

  private static boolean sameText(Slice one, Slice other) {
    byte[] left = JsonText.decode(one);
    byte[] right = JsonText.decode(other);
    boolean same = MessageDigest.isEqual(left, right);
    Arrays.fill(left, (byte) 0);
    Arrays.fill(right, (byte) 0);
    return same;
  }
}
