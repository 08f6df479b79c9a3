package dev.keyturn.cli.migrate.gotemplate;

import dev.keyturn.cli.migrate.gotemplate.Meaning.Nothing;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What dot and the variables mean at one place of the agent's template. */
final class Scope {
  private final Map<String, Meaning> variables;
  private final Meaning dot;

  private Scope(Map<String, Meaning> variables, Meaning dot) {
    this.variables = variables;
    this.dot = dot;
  }

  /** Of the beginning of a template. */
  static Scope outermost() {
    return new Scope(new HashMap<>(), new Nothing());
  }

  /** Of a block, whose own variables end with it. */
  Scope inner() {
    return inner(dot);
  }

  Scope inner(Meaning boundDot) {
    return new Scope(new HashMap<>(variables), boundDot);
  }

  Meaning dot() {
    return dot;
  }

  @Nullable Meaning variable(String name) {
    return variables.get(name);
  }

  void declare(String name, Meaning value) {
    variables.put(name, value);
  }
}
