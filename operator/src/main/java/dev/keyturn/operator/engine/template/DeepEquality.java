package dev.keyturn.operator.engine.template;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares whole data, as {@code reflect.DeepEqual}, and pays for what it looks at. */
final class DeepEquality {
  private DeepEquality() {}

  static boolean equal(Value first, Value second, Budget budget) {
    return switch (first) {
      case Value.Text(String bytes) -> {
        budget.work(8 + bytes.length());
        yield first.equals(second);
      }
      case Value.Int _, Value.Bool _, Value.Nil _ -> {
        budget.work(8);
        yield first.equals(second);
      }
      case Value.Real(double number) -> {
        budget.work(8);
        yield second instanceof Value.Real(double other) && number == other;
      }
      case Value.Sequence(List<Value> items) ->
          second instanceof Value.Sequence(List<Value> others) && lists(items, others, budget);
      case Value.Mapping mapping ->
          second instanceof Value.Mapping other && maps(mapping.entries(), other.entries(), budget);
    };
  }

  /** Whether a list has a member that equals this value. */
  static boolean contains(List<Value> items, Value value, Budget budget) {
    return items.stream().anyMatch(item -> equal(value, item, budget));
  }

  private static boolean lists(List<Value> first, List<Value> second, Budget budget) {
    if (first.size() != second.size()) {
      return false;
    }
    budget.enter();
    boolean equal = true;
    for (int i = 0; equal && i < first.size(); i++) {
      equal = equal(first.get(i), second.get(i), budget);
    }
    budget.leave();
    return equal;
  }

  private static boolean maps(
      TreeMap<String, Value> first, TreeMap<String, Value> second, Budget budget) {
    if (first.size() != second.size()) {
      return false;
    }
    budget.enter();
    Iterator<Map.Entry<String, Value>> others = second.entrySet().iterator();
    boolean equal = true;
    for (Map.Entry<String, Value> entry : first.entrySet()) {
      Map.Entry<String, Value> other = others.next();
      budget.work(8 + entry.getKey().length());
      equal =
          entry.getKey().equals(other.getKey())
              && equal(entry.getValue(), other.getValue(), budget);
      if (!equal) {
        break;
      }
    }
    budget.leave();
    return equal;
  }
}
