package dev.keyturn.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Writes manifests as people do: blocks, and a text of several lines as one. */
public final class ManifestWriter {
  /** Texts that some reader of YAML 1.1 or 1.2 takes for something else. */
  private static final Pattern AMBIGUOUS = Pattern.compile("(?i)[yn]|[-+.]?[0-9][0-9a-fox_+.:-]*");

  private ManifestWriter() {}

  /** The objects behind separators; it ends with a line feed. */
  public static String yaml(List<? extends JsonNode> manifests) {
    StringBuilder text = new StringBuilder();
    for (JsonNode manifest : manifests) {
      text.append(text.isEmpty() ? "" : "---\n").append(yaml(manifest));
    }
    return text.toString();
  }

  private static String yaml(JsonNode manifest) {
    DumperOptions options = new DumperOptions();
    options.setSplitLines(false);
    options.setWidth(Integer.MAX_VALUE);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    StringWriter text = new StringWriter();
    new Yaml(options).serialize(node(manifest), text);
    return text.toString();
  }

  private static Node node(JsonNode tree) {
    if (tree.isObject()) {
      List<NodeTuple> members = new ArrayList<>();
      tree.properties()
          .forEach(it -> members.add(new NodeTuple(text(it.getKey()), node(it.getValue()))));
      FlowStyle style = members.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
      return new MappingNode(Tag.MAP, members, style);
    }
    if (tree.isArray()) {
      List<Node> elements = new ArrayList<>();
      tree.forEach(element -> elements.add(node(element)));
      FlowStyle style = elements.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
      return new SequenceNode(Tag.SEQ, elements, style);
    }
    if (tree.isTextual()) {
      return text(tree.textValue());
    }
    Tag tag =
        tree.isIntegralNumber()
            ? Tag.INT
            : tree.isNumber() ? Tag.FLOAT : tree.isBoolean() ? Tag.BOOL : Tag.NULL;
    return new ScalarNode(tag, tree.asText(), null, null, ScalarStyle.PLAIN);
  }

  private static Node text(String text) {
    ScalarStyle style = ScalarStyle.PLAIN;
    if (text.contains("\n")) {
      style = ScalarStyle.LITERAL;
    } else if (AMBIGUOUS.matcher(text).matches()) {
      style = ScalarStyle.DOUBLE_QUOTED;
    }
    return new ScalarNode(Tag.STR, text, null, null, style);
  }
}
