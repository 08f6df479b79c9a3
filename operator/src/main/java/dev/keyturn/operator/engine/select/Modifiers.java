package dev.keyturn.operator.engine.select;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The modifiers that rearrange a value without a new spelling of its parts. */
final class Modifiers {
  private Modifiers() {}

  /** Names of an object; for anything else a null for each item. */
  static JsonNode keys(JsonNode node) {
    return switch (node) {
      case JsonNode.Members object ->
          new JsonNode.Items(
              object.members().stream()
                  .<JsonNode>map(member -> new JsonNode.Text(member.spelling()))
                  .toList());
      case JsonNode.Items(List<JsonNode> items) ->
          new JsonNode.Items(items.stream().<JsonNode>map(item -> new JsonNode.Null()).toList());
      case JsonNode.Text text -> new JsonNode.Items(List.of(new JsonNode.Null()));
      case JsonNode.Number number -> new JsonNode.Items(List.of(new JsonNode.Null()));
      case JsonNode.Bool bool -> new JsonNode.Items(List.of(new JsonNode.Null()));
      case JsonNode.Null() -> new JsonNode.Items(List.of(new JsonNode.Null()));
    };
  }

  /** Values of an object; an array as it is; anything else as its only item. */
  static JsonNode values(JsonNode node) {
    return switch (node) {
      case JsonNode.Members object ->
          new JsonNode.Items(object.members().stream().map(JsonNode.Member::value).toList());
      case JsonNode.Items items -> items;
      case JsonNode.Text text -> new JsonNode.Items(List.of(text));
      case JsonNode.Number number -> new JsonNode.Items(List.of(number));
      case JsonNode.Bool bool -> new JsonNode.Items(List.of(bool));
      case JsonNode.Null nothing -> new JsonNode.Items(List.of(nothing));
    };
  }

  static JsonNode reverse(JsonNode node) {
    if (node instanceof JsonNode.Items(List<JsonNode> items)) {
      return new JsonNode.Items(items.reversed());
    }
    if (node
        instanceof JsonNode.Members(List<JsonNode.Member> members, Map<String, JsonNode> byName)) {
      return new JsonNode.Members(members.reversed(), byName);
    }
    return node;
  }

  /** Puts the items of the arrays in an array in their place, one level. */
  static JsonNode flatten(JsonNode node) {
    return node instanceof JsonNode.Items(List<JsonNode> items)
        ? new JsonNode.Items(items.stream().flatMap(Modifiers::contents).toList())
        : node;
  }

  private static Stream<JsonNode> contents(JsonNode item) {
    return item instanceof JsonNode.Items(List<JsonNode> inner) ? inner.stream() : Stream.of(item);
  }
}
