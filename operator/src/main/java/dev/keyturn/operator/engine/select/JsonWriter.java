package dev.keyturn.operator.engine.select;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Spells a tree without white space, names and scalars as the source spelled them. Measures first,
 * so that the value stands in one array alone.
 */
final class JsonWriter {
  private static final int BRACKETS = 2;

  private final byte[] target;
  private int at;

  private JsonWriter(int size) {
    target = new byte[size];
  }

  static byte[] compact(JsonNode node) {
    JsonWriter writer = new JsonWriter(size(node));
    writer.write(node);
    return writer.target;
  }

  /** Number of bytes that {@link #compact} gives. */
  static int size(JsonNode node) {
    return switch (node) {
      case JsonNode.Text(Slice spelling) -> spelling.length();
      case JsonNode.Number(Slice spelling) -> spelling.length();
      case JsonNode.Bool(boolean value) -> word(value).length();
      case JsonNode.Null() -> "null".length();
      case JsonNode.Items(List<JsonNode> items) ->
          BRACKETS + commas(items) + items.stream().mapToInt(JsonWriter::size).sum();
      case JsonNode.Members object ->
          BRACKETS
              + commas(object.members())
              + object.members().stream()
                  .mapToInt(member -> member.spelling().length() + 1 + size(member.value()))
                  .sum();
    };
  }

  private static int commas(List<?> list) {
    return Math.max(0, list.size() - 1);
  }

  private static String word(boolean value) {
    return value ? "true" : "false";
  }

  private void write(JsonNode node) {
    switch (node) {
      case JsonNode.Text(Slice spelling) -> write(spelling);
      case JsonNode.Number(Slice spelling) -> write(spelling);
      case JsonNode.Bool(boolean value) -> write(word(value));
      case JsonNode.Null() -> write("null");
      case JsonNode.Items(List<JsonNode> items) -> {
        target[at++] = '[';
        for (int i = 0; i < items.size(); i++) {
          comma(i);
          write(items.get(i));
        }
        target[at++] = ']';
      }
      case JsonNode.Members object -> {
        target[at++] = '{';
        for (int i = 0; i < object.members().size(); i++) {
          comma(i);
          write(object.members().get(i).spelling());
          target[at++] = ':';
          write(object.members().get(i).value());
        }
        target[at++] = '}';
      }
    }
  }

  private void comma(int index) {
    if (index > 0) {
      target[at++] = ',';
    }
  }

  private void write(Slice slice) {
    System.arraycopy(slice.source(), slice.from(), target, at, slice.length());
    at += slice.length();
  }

  private void write(String ascii) {
    write(Slice.of(ascii.getBytes(StandardCharsets.US_ASCII)));
  }
}
