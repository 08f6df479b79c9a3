package dev.keyturn.operator.engine.template;

import java.util.ArrayList;
import java.util.List;

/** The variables of one template body, the innermost last; the parser proved that names exist. */
final class Scope {
  private final List<String> names = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();

  Scope(Value root) {
    declare("$", root);
  }

  void declare(String name, Value value) {
    names.add(name);
    values.add(value);
  }

  void assign(String name, Value value) {
    values.set(names.lastIndexOf(name), value);
  }

  Value get(String name) {
    return values.get(names.lastIndexOf(name));
  }

  int mark() {
    return names.size();
  }

  void forget(int mark) {
    names.subList(mark, names.size()).clear();
    values.subList(mark, values.size()).clear();
  }
}
