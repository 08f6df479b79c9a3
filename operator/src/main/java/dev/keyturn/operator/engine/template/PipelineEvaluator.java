package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.Pipeline.Command;
import dev.keyturn.operator.engine.template.Pipeline.Operand;
import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes the value of pipelines; charges each operand and each byte that functions handle. */
final class PipelineEvaluator {
  private final FunctionTable functions;
  private final Budget budget;

  PipelineEvaluator(FunctionTable functions, Budget budget) {
    this.functions = functions;
    this.budget = budget;
  }

  /** The value of the last command; declared and assigned variables hold it afterwards. */
  Value evaluate(Pipeline pipeline, Value dot, Scope scope) {
    Value value = valueOf(pipeline, dot, scope);
    for (String name : pipeline.variables()) {
      if (pipeline.declares()) {
        scope.declare(name, value);
      } else {
        scope.assign(name, value);
      }
    }
    return value;
  }

  /** The same without touching the variables: {@code range} gives them other values. */
  Value valueOf(Pipeline pipeline, Value dot, Scope scope) {
    @Nullable Value value = null;
    for (Command command : pipeline.commands()) {
      value = command(command, value, dot, scope);
    }
    return value == null ? new Value.Nil() : value;
  }

  private Value command(Command command, @Nullable Value piped, Value dot, Scope scope) {
    Operand first = command.operands().getFirst();
    if (first instanceof Pipeline.Name name) {
      return call(name, command, piped, dot, scope);
    }
    if (command.operands().size() > 1 || piped != null) {
      throw TemplateFault.at(first.position(), Reason.ARGUMENT_COUNT);
    }
    return operand(first, dot, scope);
  }

  private Value operand(Operand operand, Value dot, Scope scope) {
    try {
      budget.step();
      return switch (operand) {
        case Pipeline.Dot _ -> dot;
        case Pipeline.NilWord _ -> new Value.Nil();
        case Pipeline.Constant(Position _, Value value) -> value;
        case Pipeline.Field(Position position, String name) -> field(dot, name, position);
        case Pipeline.Variable(Position _, String name) -> scope.get(name);
        case Pipeline.Chain(Position position, Operand base, String name) ->
            field(operand(base, dot, scope), name, position);
        case Pipeline.Name name ->
            call(name, new Command(name.position(), List.of(name)), null, dot, scope);
        case Pipeline.Nested(Position _, Pipeline pipeline) -> nested(pipeline, dot, scope);
      };
    } catch (TemplateFault fault) {
      throw fault.located() ? fault : fault.locate(operand.position(), null, null);
    }
  }

  private Value nested(Pipeline pipeline, Value dot, Scope scope) {
    budget.enter();
    Value value = evaluate(pipeline, dot, scope);
    budget.leave();
    return value;
  }

  private static Value field(Value base, String name, Position position) {
    if (!(base instanceof Value.Mapping mapping)) {
      throw TemplateFault.atKey(position, Reason.WRONG_TYPE, name);
    }
    @Nullable Value value = mapping.get(Utf8.encode(name));
    if (value == null) {
      throw TemplateFault.atKey(position, Reason.MISSING_KEY, name);
    }
    return value;
  }

  private Value call(
      Pipeline.Name name, Command command, @Nullable Value piped, Value dot, Scope scope) {
    List<Operand> operands = command.operands().subList(1, command.operands().size());
    try {
      budget.step();
      if (name.function().equals("and") || name.function().equals("or")) {
        return shortCircuit(name.function().equals("or"), operands, piped, dot, scope);
      }
      List<Value> values = new ArrayList<>(operands.size() + 1);
      for (Operand operand : operands) {
        values.add(operand(operand, dot, scope));
      }
      if (piped != null) {
        values.add(piped);
      }
      values.forEach(this::chargeArgument);
      Value result = functions.call(name.function(), new Arguments(values, budget));
      chargeResult(result);
      return result;
    } catch (TemplateFault fault) {
      if (fault.located()) {
        throw fault;
      }
      throw fault.locate(name.position(), name.function(), writtenKey(fault, operands));
    }
  }

  private void chargeArgument(Value value) {
    switch (value) {
      case Value.Text(String bytes) -> budget.work(bytes.length());
      case Value.Sequence(List<Value> items) -> budget.work(items.size());
      case Value.Mapping mapping -> budget.work(mapping.entries().size());
      case Value.Int _, Value.Real _, Value.Bool _, Value.Nil _ -> budget.work(1);
    }
  }

  private void chargeResult(Value value) {
    switch (value) {
      case Value.Text(String bytes) -> budget.text(bytes.length());
      case Value.Sequence(List<Value> items) -> budget.made(items.size());
      case Value.Mapping mapping -> budget.made(mapping.entries().size());
      case Value.Int _, Value.Real _, Value.Bool _, Value.Nil _ -> budget.work(1);
    }
  }

  /** The key as the template spells it; a computed key may be a value and is not named. */
  private static @Nullable String writtenKey(TemplateFault fault, List<Operand> operands) {
    boolean written = fault.argument() >= 0 && fault.argument() < operands.size();
    return written
            && operands.get(fault.argument())
                instanceof Pipeline.Constant(Position _, Value.Text(String bytes))
        ? Utf8.isAscii(bytes) ? bytes : null
        : null;
  }

  private Value shortCircuit(
      boolean stopsAt, List<Operand> operands, @Nullable Value piped, Value dot, Scope scope) {
    @Nullable Value value = null;
    for (Operand operand : operands) {
      value = operand(operand, dot, scope);
      if (value.truth() == stopsAt) {
        return value;
      }
    }
    @Nullable Value last = piped == null ? value : piped;
    if (last == null) {
      throw TemplateFault.of(Reason.ARGUMENT_COUNT);
    }
    return last;
  }
}
