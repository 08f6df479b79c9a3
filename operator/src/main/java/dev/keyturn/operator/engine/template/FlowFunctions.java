package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;

/** Sprig's defaults, choices and kinds. */
final class FlowFunctions {
  private FlowFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("default", 1, 2, FlowFunctions::orDefault)
        .add("empty", 1, arguments -> new Value.Bool(!arguments.value(0).truth()))
        .add("coalesce", 0, Function.ANY, FlowFunctions::coalesce)
        .add("ternary", 3, a -> a.bool(2) ? a.value(0) : a.value(1))
        .add(
            "all", 0, Function.ANY, a -> new Value.Bool(a.values().stream().allMatch(Value::truth)))
        .add(
            "any", 0, Function.ANY, a -> new Value.Bool(a.values().stream().anyMatch(Value::truth)))
        .add("fail", 1, FlowFunctions::fail)
        .add("kindOf", 1, arguments -> Value.Text.ofUtf8(arguments.value(0).kind()))
        .add("kindIs", 2, FlowFunctions::kindIs);
  }

  private static Value orDefault(Arguments arguments) {
    return arguments.last().truth() ? arguments.last() : arguments.value(0);
  }

  private static Value coalesce(Arguments arguments) {
    return arguments.values().stream().filter(Value::truth).findFirst().orElseGet(Value.Nil::new);
  }

  /** The message may hold a value, so it goes nowhere; the place in the template tells. */
  private static Value fail(Arguments arguments) {
    arguments.bytes(0);
    throw TemplateFault.of(Reason.FAIL_CALLED);
  }

  private static Value kindIs(Arguments arguments) {
    String kind = arguments.text(0);
    String wanted = kind.equals("int") ? "int64" : kind;
    return new Value.Bool(wanted.equals(arguments.value(1).kind()));
  }
}
