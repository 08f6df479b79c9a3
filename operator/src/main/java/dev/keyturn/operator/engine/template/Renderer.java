package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Walks the statements of one template and writes its output. */
final class Renderer {

  /** How a statement ended: with the next one, or by leaving a round of the range around it. */
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  private final Map<String, List<Node>> definitions;
  private final Budget budget;
  private final PipelineEvaluator pipelines;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  Renderer(Map<String, List<Node>> definitions, FunctionTable functions, Budget budget) {
    this.definitions = definitions;
    this.budget = budget;
    this.pipelines = new PipelineEvaluator(functions, budget);
  }

  byte[] render(List<Node> body, Value root) {
    run(body, root, new Scope(root));
    return output.toByteArray();
  }

  private Flow run(List<Node> nodes, Value dot, Scope scope) {
    for (Node node : nodes) {
      Flow flow = run(node, dot, scope);
      if (flow != Flow.NEXT) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  private Flow run(Node node, Value dot, Scope scope) {
    return switch (node) {
      case Node.Verbatim(Value.Text text) -> {
        budget.step();
        write(text.bytes());
        yield Flow.NEXT;
      }
      case Node.Output(Position position, Pipeline pipeline) -> {
        Value value = located(position, () -> pipelines.evaluate(pipeline, dot, scope));
        if (pipeline.variables().isEmpty()) {
          located(position, () -> print(value));
        }
        yield Flow.NEXT;
      }
      case Node.If(Position position, Pipeline condition, List<Node> then, List<Node> otherwise) ->
          block(
              position,
              scope,
              () -> {
                boolean holds = pipelines.evaluate(condition, dot, scope).truth();
                return run(holds ? then : otherwise, dot, scope);
              });
      case Node.With(Position position, Pipeline subject, List<Node> then, List<Node> otherwise) ->
          block(
              position,
              scope,
              () -> {
                Value value = pipelines.evaluate(subject, dot, scope);
                return value.truth() ? run(then, value, scope) : run(otherwise, dot, scope);
              });
      case Node.Range range -> block(range.position(), scope, () -> iterate(range, dot, scope));
      case Node.Call call -> block(call.position(), scope, () -> call(call, dot, scope));
      case Node.Break _ -> Flow.BREAK;
      case Node.Continue _ -> Flow.CONTINUE;
    };
  }

  /** A part of the walk. */
  private interface Part<T> {
    T run();
  }

  private Flow block(Position position, Scope scope, Part<Flow> part) {
    return located(
        position,
        () -> {
          budget.step();
          budget.enter();
          int mark = scope.mark();
          Flow flow = part.run();
          scope.forget(mark);
          budget.leave();
          return flow;
        });
  }

  private static <T> T located(Position position, Part<T> part) {
    try {
      return part.run();
    } catch (TemplateFault fault) {
      throw fault.located() ? fault : fault.locate(position, null, null);
    }
  }

  private boolean print(Value value) {
    if (value instanceof Value.Nil) {
      throw TemplateFault.of(Reason.NO_VALUE);
    }
    write(Display.of(value, budget));
    return true;
  }

  private void write(String bytes) {
    budget.output(bytes.length());
    output.writeBytes(Utf8.raw(bytes));
  }

  private Flow call(Node.Call call, Value dot, Scope scope) {
    @Nullable List<Node> body = definitions.get(call.name());
    if (body == null) {
      throw TemplateFault.of(Reason.UNDEFINED_TEMPLATE);
    }
    Value argument =
        call.argument()
            .map(pipeline -> pipelines.evaluate(pipeline, dot, scope))
            .orElseGet(Value.Nil::new);
    return run(body, argument, new Scope(argument));
  }

  private Flow iterate(Node.Range range, Value dot, Scope scope) {
    Value subject = pipelines.valueOf(range.subject(), dot, scope);
    Rounds rounds = new Rounds(range, scope);
    switch (subject) {
      case Value.Sequence(List<Value> items) -> {
        budget.iterations(items.size());
        for (int i = 0; i < items.size() && rounds.go(new Value.Int(i), items.get(i)); i++) {}
      }
      case Value.Mapping mapping -> {
        budget.iterations(mapping.entries().size());
        for (Map.Entry<String, Value> entry : new TreeMap<>(mapping.entries()).entrySet()) {
          if (!rounds.go(new Value.Text(entry.getKey()), entry.getValue())) {
            break;
          }
        }
      }
      case Value.Int(long count) -> {
        if (range.subject().variables().size() > 1) {
          throw TemplateFault.of(Reason.WRONG_TYPE);
        }
        budget.iterations(count);
        for (long i = 0; i < count && rounds.go(new Value.Int(i), new Value.Int(i)); i++) {}
      }
      case Value.Nil _ -> {}
      case Value.Text _, Value.Real _, Value.Bool _ -> throw TemplateFault.of(Reason.WRONG_TYPE);
    }
    return rounds.ran ? Flow.NEXT : run(range.otherwise(), dot, scope);
  }

  /** The rounds of one range. */
  private final class Rounds {
    private final Node.Range range;
    private final Scope scope;
    private boolean ran;

    Rounds(Node.Range range, Scope scope) {
      this.range = range;
      this.scope = scope;
    }

    /** Runs the body once; says whether another round may follow. */
    boolean go(Value key, Value value) {
      budget.step();
      ran = true;
      int mark = scope.mark();
      List<String> names = range.subject().variables();
      for (int i = 0; i < names.size(); i++) {
        Value current = i == 0 && names.size() == 2 ? key : value;
        if (range.subject().declares()) {
          scope.declare(names.get(i), current);
        } else {
          scope.assign(names.get(i), current);
        }
      }
      Flow flow = run(range.body(), value, scope);
      scope.forget(mark);
      return flow != Flow.BREAK;
    }
  }
}
