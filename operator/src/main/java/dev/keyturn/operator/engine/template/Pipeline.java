package dev.keyturn.operator.engine.template;

import java.util.List;

/**
 * Commands whose values flow to the right, into variables when there are any.
 *
 * @param variables names with their dollar sign
 * @param declares {@code :=} and not {@code =}
 */
record Pipeline(
    Position position, List<String> variables, boolean declares, List<Command> commands) {

  /** An operand, or a function with its arguments. */
  record Command(Position position, List<Operand> operands) {}

  /** A word of a command. */
  sealed interface Operand {
    Position position();
  }

  /** {@code .} */
  record Dot(Position position) implements Operand {}

  /** {@code nil} */
  record NilWord(Position position) implements Operand {}

  /** A literal. */
  record Constant(Position position, Value value) implements Operand {}

  /** {@code .a} of the current dot. */
  record Field(Position position, String name) implements Operand {}

  /** {@code $x} */
  record Variable(Position position, String name) implements Operand {}

  /** {@code .name} behind another operand. */
  record Chain(Position position, Operand base, String name) implements Operand {}

  /** A function's name. */
  record Name(Position position, String function) implements Operand {}

  /** A pipeline in parentheses. */
  record Nested(Position position, Pipeline pipeline) implements Operand {}
}
