package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.Pipeline.Command;
import dev.keyturn.operator.engine.template.Pipeline.Operand;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the keys of the root that a template names. */
final class RootReads {
  private final Set<String> keys = new TreeSet<>();

  private RootReads() {}

  static Set<String> of(Parser.Source source) {
    RootReads reads = new RootReads();
    reads.statements(source.body(), true);
    source.definitions().values().forEach(body -> reads.statements(body, true));
    return Set.copyOf(reads.keys);
  }

  private void statements(List<Node> nodes, boolean dotIsRoot) {
    for (Node node : nodes) {
      switch (node) {
        case Node.Output(Position _, Pipeline pipeline) -> pipeline(pipeline, dotIsRoot);
        case Node.If(Position _, Pipeline condition, List<Node> then, List<Node> otherwise) -> {
          pipeline(condition, dotIsRoot);
          statements(then, dotIsRoot);
          statements(otherwise, dotIsRoot);
        }
        case Node.With(Position _, Pipeline subject, List<Node> then, List<Node> otherwise) ->
            rebinding(subject, then, otherwise, dotIsRoot);
        case Node.Range(Position _, Pipeline subject, List<Node> body, List<Node> otherwise) ->
            rebinding(subject, body, otherwise, dotIsRoot);
        case Node.Call call -> call.argument().ifPresent(given -> pipeline(given, dotIsRoot));
        case Node.Verbatim _, Node.Break _, Node.Continue _ -> {}
      }
    }
  }

  private void rebinding(
      Pipeline subject, List<Node> body, List<Node> otherwise, boolean dotIsRoot) {
    pipeline(subject, dotIsRoot);
    statements(body, false);
    statements(otherwise, dotIsRoot);
  }

  private void pipeline(Pipeline pipeline, boolean dotIsRoot) {
    for (Command command : pipeline.commands()) {
      command.operands().forEach(operand -> operand(operand, dotIsRoot));
      indexed(command.operands(), dotIsRoot);
    }
  }

  /** {@code index . "key"} and {@code get . "key"}. */
  private void indexed(List<Operand> operands, boolean dotIsRoot) {
    boolean looksUp =
        operands.size() >= 3
            && operands.getFirst() instanceof Pipeline.Name name
            && (name.function().equals("index") || name.function().equals("get"));
    if (looksUp
        && isRoot(operands.get(1), dotIsRoot)
        && operands.get(2) instanceof Pipeline.Constant(Position _, Value.Text(String bytes))
        && Utf8.isAscii(bytes)) {
      keys.add(bytes);
    }
  }

  private void operand(Operand operand, boolean dotIsRoot) {
    switch (operand) {
      case Pipeline.Field(Position _, String name) -> {
        if (dotIsRoot) {
          keys.add(name);
        }
      }
      case Pipeline.Chain(Position _, Operand base, String name) -> {
        if (isRoot(base, dotIsRoot)) {
          keys.add(name);
        } else {
          operand(base, dotIsRoot);
        }
      }
      case Pipeline.Nested(Position _, Pipeline pipeline) -> pipeline(pipeline, dotIsRoot);
      case Pipeline.Dot _,
          Pipeline.NilWord _,
          Pipeline.Constant _,
          Pipeline.Variable _,
          Pipeline.Name _ -> {}
    }
  }

  private static boolean isRoot(Operand operand, boolean dotIsRoot) {
    return operand instanceof Pipeline.Dot
        ? dotIsRoot
        : operand instanceof Pipeline.Variable variable && variable.name().equals("$");
  }
}
