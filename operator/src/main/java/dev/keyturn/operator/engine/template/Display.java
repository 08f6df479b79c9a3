package dev.keyturn.operator.engine.template;

import java.util.List;
import java.util.Map;

/** Shows values as Go's {@code %v} does. */
final class Display {
  private final Budget budget;
  private final BoundedText text;

  private Display(Budget budget) {
    this.budget = budget;
    this.text = new BoundedText(budget);
  }

  /** The bytes of a string as they are; anything else in Go's notation. */
  static String of(Value value, Budget budget) {
    if (value instanceof Value.Text(String bytes)) {
      return bytes;
    }
    Display display = new Display(budget);
    display.show(value);
    return display.text.finish();
  }

  /** {@code fmt.Sprint}: a space between two operands when neither is a string. */
  static String sprint(List<Value> values, Budget budget) {
    Display display = new Display(budget);
    boolean previousIsText = true;
    for (int i = 0; i < values.size(); i++) {
      boolean isText = values.get(i) instanceof Value.Text;
      if (i > 0 && !isText && !previousIsText) {
        display.text.append(' ');
      }
      display.show(values.get(i));
      previousIsText = isText;
    }
    return display.text.finish();
  }

  /** {@code fmt.Sprintln}. */
  static String sprintln(List<Value> values, Budget budget) {
    Display display = new Display(budget);
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        display.text.append(' ');
      }
      display.show(values.get(i));
    }
    display.text.append('\n');
    return display.text.finish();
  }

  private void show(Value value) {
    switch (value) {
      case Value.Text(String bytes) -> text.append(bytes);
      case Value.Int(long number) -> text.append(Long.toString(number));
      case Value.Real(double number) -> text.append(GoFloat.shortest(number));
      case Value.Bool(boolean bool) -> text.append(Boolean.toString(bool));
      case Value.Nil _ -> text.append("<nil>");
      case Value.Sequence(List<Value> items) -> list(items);
      case Value.Mapping mapping -> map(mapping);
    }
  }

  private void list(List<Value> items) {
    budget.enter();
    text.append('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        text.append(' ');
      }
      show(items.get(i));
    }
    text.append(']');
    budget.leave();
  }

  private void map(Value.Mapping mapping) {
    budget.enter();
    text.append("map[");
    boolean first = true;
    for (Map.Entry<String, Value> entry : mapping.entries().entrySet()) {
      if (!first) {
        text.append(' ');
      }
      first = false;
      text.append(entry.getKey()).append(':');
      show(entry.getValue());
    }
    text.append(']');
    budget.leave();
  }
}
