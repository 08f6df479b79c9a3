package dev.keyturn.operator.engine.select;

import java.util.List;
import java.util.Map;

/** A JSON value that remembers how it was spelled. */
sealed interface JsonNode {

  /** A string; the slice includes its quotes. */
  record Text(Slice spelling) implements JsonNode {}

  /** A number. */
  record Number(Slice spelling) implements JsonNode {}

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements JsonNode {}

  /** {@code null}. */
  record Null() implements JsonNode {}

  /** An array. */
  record Items(List<JsonNode> items) implements JsonNode {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /**
   * An object.
   *
   * @param members in source order
   * @param byName the same, by name
   */
  record Members(List<Member> members, Map<String, JsonNode> byName) implements JsonNode {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /**
   * A member of an object.
   *
   * @param name decoded
   * @param spelling of the name, with its quotes
   */
  record Member(String name, Slice spelling, JsonNode value) {}
}
