package dev.keyturn.operator.engine.template;

import java.util.List;
import java.util.Optional;

/** A statement of a template. */
sealed interface Node {

  /** Text outside of actions. */
  record Verbatim(Value.Text text) implements Node {}

  /** A pipeline whose value is printed, unless it declares or assigns. */
  record Output(Position position, Pipeline pipeline) implements Node {}

  /** {@code if}; an {@code else if} is an If inside {@code otherwise}. */
  record If(Position position, Pipeline condition, List<Node> then, List<Node> otherwise)
      implements Node {}

  /** {@code with}; an {@code else with} is a With inside {@code otherwise}. */
  record With(Position position, Pipeline subject, List<Node> then, List<Node> otherwise)
      implements Node {}

  /** {@code range}. */
  record Range(Position position, Pipeline subject, List<Node> body, List<Node> otherwise)
      implements Node {}

  /** {@code template}, and the call that a {@code block} makes. */
  record Call(Position position, String name, Optional<Pipeline> argument) implements Node {}

  /** {@code break}. */
  record Break(Position position) implements Node {}

  /** {@code continue}. */
  record Continue(Position position) implements Node {}
}
