package dev.keyturn.operator.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Sprig's lists; none changes in place. */
final class ListFunctions {
  private ListFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("list", 0, Function.ANY, a -> new Value.Sequence(a.values()))
        .addTwins("first", 1, 1, a -> a.items(0).isEmpty() ? nil() : a.items(0).getFirst())
        .addTwins("last", 1, 1, a -> a.items(0).isEmpty() ? nil() : a.items(0).getLast())
        .addTwins("rest", 1, 1, a -> part(a.items(0), 1, a.items(0).size()))
        .addTwins("initial", 1, 1, a -> part(a.items(0), 0, a.items(0).size() - 1))
        .addTwins("append", 2, 2, a -> joined(a, a.items(0), List.of(a.value(1))))
        .addTwins("prepend", 2, 2, a -> joined(a, List.of(a.value(1)), a.items(0)))
        .add("concat", 0, Function.ANY, ListFunctions::concat)
        .addTwins("reverse", 1, 1, a -> new Value.Sequence(a.items(0).reversed()))
        .addTwins("uniq", 1, 1, ListFunctions::unique)
        .addTwins("without", 1, Function.ANY, ListFunctions::without)
        .addTwins("has", 2, 2, ListFunctions::has)
        .addTwins("compact", 1, 1, a -> filtered(a.items(0), Value::truth))
        .addTwins("slice", 1, 3, ListFunctions::slice)
        .addTwins("chunk", 2, 2, ListFunctions::chunk);
  }

  private static Value nil() {
    return new Value.Nil();
  }

  private static Value part(List<Value> items, int start, int end) {
    return new Value.Sequence(items.isEmpty() ? items : items.subList(start, end));
  }

  private static Value joined(Arguments arguments, List<Value> first, List<Value> second) {
    arguments.budget().iterations((long) first.size() + second.size());
    List<Value> items = new ArrayList<>(first);
    items.addAll(second);
    return new Value.Sequence(items);
  }

  private static Value concat(Arguments arguments) {
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      arguments.budget().iterations((long) items.size() + arguments.items(i).size());
      items.addAll(arguments.items(i));
    }
    return new Value.Sequence(items);
  }

  private static Value filtered(List<Value> items, Predicate<Value> kept) {
    return new Value.Sequence(items.stream().filter(kept).toList());
  }

  private static Value unique(Arguments arguments) {
    List<Value> items = new ArrayList<>();
    for (Value item : arguments.items(0)) {
      if (!DeepEquality.contains(items, item, arguments.budget())) {
        items.add(item);
      }
    }
    return new Value.Sequence(items);
  }

  private static Value without(Arguments arguments) {
    List<Value> unwanted = arguments.from(1);
    return filtered(
        arguments.items(0), item -> !DeepEquality.contains(unwanted, item, arguments.budget()));
  }

  private static Value has(Arguments arguments) {
    return new Value.Bool(
        DeepEquality.contains(arguments.items(1), arguments.value(0), arguments.budget()));
  }

  /** Text/template slices strings as well; sprig's function of this name only lists. */
  private static Value slice(Arguments arguments) {
    if (arguments.value(0) instanceof Value.Text(String bytes)) {
      int start = bound(arguments, 1, 0);
      int end = bound(arguments, 2, bytes.length());
      return new Value.Text(bytes.substring(start, within(start, end, bytes.length())));
    }
    List<Value> items = arguments.items(0);
    if (items.isEmpty()) {
      return nil();
    }
    int start = bound(arguments, 1, 0);
    int end = bound(arguments, 2, items.size());
    return new Value.Sequence(items.subList(start, within(start, end, items.size())));
  }

  private static int bound(Arguments arguments, int argument, int absent) {
    return argument < arguments.size()
        ? (int) Math.clamp(Casts.toInteger(arguments.value(argument)), -1, Integer.MAX_VALUE)
        : absent;
  }

  private static int within(int start, int end, int length) {
    if (start < 0 || start > end || end > length) {
      throw Arguments.invalid();
    }
    return end;
  }

  private static Value chunk(Arguments arguments) {
    long size = arguments.integer(0);
    List<Value> items = arguments.items(1);
    if (size < 1) {
      throw Arguments.invalid();
    }
    List<Value> chunks = new ArrayList<>();
    for (long start = 0; start < items.size(); start += size) {
      int end = (int) Math.min(items.size(), start + size);
      chunks.add(new Value.Sequence(items.subList((int) start, end)));
    }
    return new Value.Sequence(chunks);
  }
}
