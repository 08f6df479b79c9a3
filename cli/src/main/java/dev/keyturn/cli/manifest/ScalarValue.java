package dev.keyturn.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A scalar as kubectl reads it: by YAML 1.1, in which {@code yes} and {@code on} are true. */
final class ScalarValue {
  private static final Set<String> TRUE = Set.of("true", "yes", "on");

  private ScalarValue() {}

  static JsonNode of(ScalarNode scalar) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return nodes.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return nodes.booleanNode(TRUE.contains(text.toLowerCase(Locale.ROOT)));
    }
    try {
      if (tag.equals(Tag.INT)) {
        return nodes.numberNode(Long.decode(text.replace("_", "")));
      }
      if (tag.equals(Tag.FLOAT)) {
        return nodes.numberNode(Double.parseDouble(text.replace("_", "")));
      }
    } catch (NumberFormatException e) {
      return nodes.textNode(text);
    }
    return nodes.textNode(text);
  }
}
