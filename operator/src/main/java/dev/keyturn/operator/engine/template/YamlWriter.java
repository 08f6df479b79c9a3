package dev.keyturn.operator.engine.template;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes block-style YAML as sigs.k8s.io/yaml does, without the last line break. */
final class YamlWriter {
  private final Budget budget;
  private final BoundedText text;

  private YamlWriter(Budget budget) {
    this.budget = budget;
    this.text = new BoundedText(budget);
  }

  /** The bytes of the document. */
  static String write(Value value, Budget budget) {
    YamlWriter writer = new YamlWriter(budget);
    switch (value) {
      case Value.Mapping mapping when !mapping.entries().isEmpty() -> writer.map(mapping, 0);
      case Value.Sequence(List<Value> items) when !items.isEmpty() -> writer.list(items, 0);
      case Value.Text _,
          Value.Int _,
          Value.Real _,
          Value.Bool _,
          Value.Sequence _,
          Value.Mapping _,
          Value.Nil _ ->
          writer.scalar(value, 0, 0);
    }
    return Utf8.encode(writer.text.finish());
  }

  private void map(Value.Mapping mapping, int indent) {
    budget.enter();
    TreeMap<String, Value> ordered = new TreeMap<>(new YamlKeyOrder());
    mapping.entries().forEach((key, value) -> ordered.put(Utf8.decode(key), value));
    boolean first = true;
    for (Map.Entry<String, Value> entry : ordered.entrySet()) {
      if (!first) {
        text.append('\n').repeat(' ', indent);
      }
      first = false;
      int before = text.length();
      new YamlText(text, indent, indent, true).write(entry.getKey());
      text.append(':');
      member(entry.getValue(), indent, indent + text.length() - before);
    }
    budget.leave();
  }

  /** A value behind a key; a list starts in the column of its key. */
  private void member(Value value, int indent, int column) {
    switch (value) {
      case Value.Mapping mapping when !mapping.entries().isEmpty() -> {
        text.append('\n').repeat(' ', indent + 2);
        map(mapping, indent + 2);
      }
      case Value.Sequence(List<Value> items) when !items.isEmpty() -> {
        text.append('\n').repeat(' ', indent);
        list(items, indent);
      }
      case Value.Text _,
          Value.Int _,
          Value.Real _,
          Value.Bool _,
          Value.Sequence _,
          Value.Mapping _,
          Value.Nil _ -> {
        text.append(' ');
        scalar(value, indent + 2, column + 1);
      }
    }
  }

  private void list(List<Value> items, int indent) {
    budget.enter();
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        text.append('\n').repeat(' ', indent);
      }
      text.append("- ");
      switch (items.get(i)) {
        case Value.Mapping mapping when !mapping.entries().isEmpty() -> map(mapping, indent + 2);
        case Value.Sequence(List<Value> inner) when !inner.isEmpty() -> list(inner, indent + 2);
        case Value.Text _,
            Value.Int _,
            Value.Real _,
            Value.Bool _,
            Value.Sequence _,
            Value.Mapping _,
            Value.Nil _ ->
            scalar(items.get(i), indent + 2, indent + 2);
      }
    }
    budget.leave();
  }

  private void scalar(Value value, int indent, int column) {
    switch (value) {
      case Value.Text(String bytes) ->
          new YamlText(text, indent, column, false).write(Utf8.decode(bytes));
      case Value.Int(long number) -> text.append(Long.toString(number));
      case Value.Real(double number) -> text.append(real(number));
      case Value.Bool(boolean bool) -> text.append(Boolean.toString(bool));
      case Value.Nil _ -> text.append("null");
      case Value.Sequence _ -> text.append("[]");
      case Value.Mapping _ -> text.append("{}");
    }
  }

  /** Numbers pass through JSON: integers of up to 64 bits keep their digits. */
  private static String real(double number) {
    if (!Double.isFinite(number)) {
      throw Arguments.invalid();
    }
    boolean integer = number == Math.rint(number) && Math.abs(number) < 0x1p63;
    return integer ? GoFloat.json(number) : GoFloat.shortest(number);
  }
}
