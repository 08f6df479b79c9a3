package dev.keyturn.operator.engine.template;

/** {@code eq ne lt le gt ge} of text/template and {@code deepEqual} of sprig. */
final class ComparisonFunctions {
  private ComparisonFunctions() {}

  private interface Ordered {
    boolean holds(int comparison);
  }

  static void addTo(FunctionTable.Builder table) {
    table
        .add("eq", 2, Function.ANY, ComparisonFunctions::equalsAny)
        .add("ne", 2, arguments -> new Value.Bool(!equal(arguments.value(0), arguments.value(1))))
        .add("lt", 2, arguments -> ordered(arguments, comparison -> comparison < 0))
        .add("le", 2, arguments -> ordered(arguments, comparison -> comparison <= 0))
        .add("gt", 2, arguments -> ordered(arguments, comparison -> comparison > 0))
        .add("ge", 2, arguments -> ordered(arguments, comparison -> comparison >= 0))
        .add("deepEqual", 2, ComparisonFunctions::deepEqual);
  }

  private static Value equalsAny(Arguments arguments) {
    Value first = arguments.value(0);
    for (Value other : arguments.from(1)) {
      if (equal(first, other)) {
        return new Value.Bool(true);
      }
    }
    return new Value.Bool(false);
  }

  /** Compares values of one basic kind; nil equals nil alone. */
  private static boolean equal(Value first, Value second) {
    if (first instanceof Value.Nil || second instanceof Value.Nil) {
      return first instanceof Value.Nil && second instanceof Value.Nil;
    }
    if (!first.kind().equals(second.kind())) {
      throw Arguments.wrongType();
    }
    return switch (first) {
      case Value.Text _, Value.Int _, Value.Bool _ -> first.equals(second);
      case Value.Real(double number) ->
          second instanceof Value.Real(double other) && number == other;
      case Value.Sequence _, Value.Mapping _, Value.Nil _ -> throw Arguments.wrongType();
    };
  }

  private static Value ordered(Arguments arguments, Ordered order) {
    Value first = arguments.value(0);
    Value second = arguments.value(1);
    int comparison;
    if (first instanceof Value.Text(String one) && second instanceof Value.Text(String two)) {
      comparison = one.compareTo(two);
    } else if (first instanceof Value.Int(long one) && second instanceof Value.Int(long two)) {
      comparison = Long.compare(one, two);
    } else if (first instanceof Value.Real(double one)
        && second instanceof Value.Real(double two)) {
      comparison = Double.compare(one, two);
    } else {
      throw Arguments.wrongType();
    }
    return new Value.Bool(order.holds(comparison));
  }

  private static Value deepEqual(Arguments arguments) {
    return new Value.Bool(
        DeepEquality.equal(arguments.value(0), arguments.value(1), arguments.budget()));
  }
}
