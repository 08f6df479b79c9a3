package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sprig's maps: {@code set}, {@code unset} and the merges change their first map in place. */
final class MapFunctions {
  private MapFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("dict", 0, Function.ANY, MapFunctions::dict)
        .add("get", 2, a -> a.entries(0).getOrDefault(a.bytes(1), new Value.Text("")))
        .add("set", 3, a -> a.writable(0).with(a.bytes(1), a.value(2)))
        .add("unset", 2, MapFunctions::unset)
        .add("hasKey", 2, a -> new Value.Bool(a.entries(0).containsKey(a.bytes(1))))
        .add("pluck", 1, Function.ANY, MapFunctions::pluck)
        .add("keys", 0, Function.ANY, MapFunctions::keys)
        .add("values", 1, a -> new Value.Sequence(List.copyOf(a.entries(0).values())))
        .add("pick", 1, Function.ANY, a -> selected(a, true))
        .add("omit", 1, Function.ANY, a -> selected(a, false))
        .addTwins("merge", 1, Function.ANY, a -> merge(a, false))
        .addTwins("mergeOverwrite", 1, Function.ANY, a -> merge(a, true))
        .addTwins("deepCopy", 1, 1, a -> copy(a.value(0), a.budget()))
        .add("dig", 3, Function.ANY, MapFunctions::dig);
  }

  private static Value dict(Arguments arguments) {
    Value.Mapping mapping = Value.Mapping.empty();
    for (int i = 0; i < arguments.size(); i += 2) {
      boolean paired = i + 1 < arguments.size();
      mapping.with(arguments.display(i), paired ? arguments.value(i + 1) : new Value.Text(""));
    }
    return mapping;
  }

  private static Value unset(Arguments arguments) {
    Value.Mapping mapping = arguments.writable(0);
    mapping.entries().remove(arguments.bytes(1));
    return mapping;
  }

  private static Value pluck(Arguments arguments) {
    List<Value> found = new ArrayList<>();
    for (int i = 1; i < arguments.size(); i++) {
      @Nullable Value value = arguments.mapping(i).get(arguments.bytes(0));
      if (value != null) {
        found.add(value);
      }
    }
    return new Value.Sequence(found);
  }

  private static Value keys(Arguments arguments) {
    List<Value> keys = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      arguments.budget().iterations((long) keys.size() + arguments.entries(i).size());
      arguments.entries(i).keySet().forEach(key -> keys.add(new Value.Text(key)));
    }
    return new Value.Sequence(keys);
  }

  private static Value selected(Arguments arguments, boolean named) {
    Set<String> names = new HashSet<>();
    for (int i = 1; i < arguments.size(); i++) {
      names.add(arguments.bytes(i));
    }
    Value.Mapping result = Value.Mapping.empty();
    arguments
        .entries(0)
        .forEach((key, value) -> {
          if (names.contains(key) == named) {
            result.with(key, value);
          }
        });
    return result;
  }

  private static Value merge(Arguments arguments, boolean overwrite) {
    Value.Mapping target = arguments.mapping(0);
    for (int i = 1; i < arguments.size(); i++) {
      mergeInto(target, arguments.mapping(i), overwrite, arguments.budget());
    }
    return target;
  }

  /** Maps under the same key merge too; an empty value gives way. */
  private static void mergeInto(
      Value.Mapping target, Value.Mapping source, boolean overwrite, Budget budget) {
    if (target.isReadOnly()) {
      throw TemplateFault.of(Reason.READ_ONLY);
    }
    budget.enter();
    for (Map.Entry<String, Value> entry : new TreeMap<>(source.entries()).entrySet()) {
      budget.work(64);
      @Nullable Value present = target.get(entry.getKey());
      if (present instanceof Value.Mapping inner
          && entry.getValue() instanceof Value.Mapping other) {
        mergeInto(inner, other, overwrite, budget);
      } else if (overwrite || present == null || !present.truth()) {
        target.with(entry.getKey(), entry.getValue());
      }
    }
    budget.leave();
  }

  /** Copies maps and lists; the copy of the root may be changed. */
  private static Value copy(Value value, Budget budget) {
    budget.work(256);
    return switch (value) {
      case Value.Mapping mapping -> {
        budget.enter();
        Value.Mapping copy = Value.Mapping.empty();
        mapping.entries().forEach((key, member) -> copy.with(key, copy(member, budget)));
        budget.leave();
        yield copy;
      }
      case Value.Sequence(List<Value> items) -> {
        budget.enter();
        List<Value> copies = new ArrayList<>(items.size());
        items.forEach(item -> copies.add(copy(item, budget)));
        budget.leave();
        yield new Value.Sequence(copies);
      }
      case Value.Text _, Value.Int _, Value.Real _, Value.Bool _, Value.Nil _ -> value;
    };
  }

  private static Value dig(Arguments arguments) {
    int last = arguments.size() - 1;
    Value.Mapping mapping = arguments.mapping(last);
    for (int i = 0; i < last - 1; i++) {
      @Nullable Value member = mapping.get(arguments.bytes(i));
      if (member == null) {
        return arguments.value(last - 1);
      }
      if (i == last - 2) {
        return member;
      }
      if (!(member instanceof Value.Mapping inner)) {
        throw Arguments.wrongType();
      }
      mapping = inner;
    }
    throw Arguments.invalid();
  }
}
