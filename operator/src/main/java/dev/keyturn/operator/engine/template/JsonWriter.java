package dev.keyturn.operator.engine.template;

import java.util.List;
import java.util.Map;

/** Writes JSON as Go's encoding/json does. */
final class JsonWriter {

  /** COMPACT and PRETTY escape what HTML would read; RAW does not. */
  enum Style {
    COMPACT,
    PRETTY,
    RAW
  }

  private final Style style;
  private final Budget budget;
  private final BoundedText text;

  private JsonWriter(Style style, Budget budget) {
    this.style = style;
    this.budget = budget;
    this.text = new BoundedText(budget);
  }

  /** The bytes of the document. */
  static String write(Value value, Style style, Budget budget) {
    JsonWriter writer = new JsonWriter(style, budget);
    writer.value(value, 1);
    return Utf8.encode(writer.text.finish());
  }

  private void value(Value value, int level) {
    switch (value) {
      case Value.Text(String bytes) -> string(Utf8.decode(bytes));
      case Value.Int(long number) -> text.append(Long.toString(number));
      case Value.Real(double number) -> {
        if (!Double.isFinite(number)) {
          throw Arguments.invalid();
        }
        text.append(GoFloat.json(number));
      }
      case Value.Bool(boolean bool) -> text.append(Boolean.toString(bool));
      case Value.Nil _ -> text.append("null");
      case Value.Sequence(List<Value> items) -> list(items, level);
      case Value.Mapping mapping -> map(mapping, level);
    }
  }

  private void list(List<Value> items, int level) {
    budget.enter();
    text.append('[');
    for (int i = 0; i < items.size(); i++) {
      text.append(i > 0 ? "," : "");
      newLine(level);
      value(items.get(i), level + 1);
    }
    if (!items.isEmpty()) {
      newLine(level - 1);
    }
    text.append(']');
    budget.leave();
  }

  private void map(Value.Mapping mapping, int level) {
    budget.enter();
    text.append('{');
    boolean first = true;
    for (Map.Entry<String, Value> entry : mapping.entries().entrySet()) {
      text.append(first ? "" : ",");
      first = false;
      newLine(level);
      string(Utf8.decode(entry.getKey()));
      text.append(style == Style.PRETTY ? ": " : ":");
      value(entry.getValue(), level + 1);
    }
    if (!first) {
      newLine(level - 1);
    }
    text.append('}');
    budget.leave();
  }

  private void newLine(int level) {
    if (style == Style.PRETTY) {
      text.append('\n').repeat(' ', 2L * level);
    }
  }

  private void string(String characters) {
    text.append('"');
    characters.chars().forEach(unit -> character((char) unit));
    text.append('"');
  }

  private void character(char unit) {
    switch (unit) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\b' -> text.append("\\b");
      case '\f' -> text.append("\\f");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        boolean html = style != Style.RAW && (unit == '<' || unit == '>' || unit == '&');
        if (unit < ' ' || html || unit == '\u2028' || unit == '\u2029') {
          text.append(String.format("\\u%04x", (int) unit));
        } else {
          text.append(unit);
        }
      }
    }
  }
}
