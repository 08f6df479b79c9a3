package dev.keyturn.operator.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/** Sprig's integer arithmetic, rounding, conversions and sequences. */
final class NumberFunctions {
  private NumberFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("int", 1, a -> new Value.Int(Casts.toInteger(a.value(0))))
        .add("int64", 1, a -> new Value.Int(Casts.toInteger(a.value(0))))
        .add("float64", 1, a -> new Value.Real(Casts.toReal(a.value(0))))
        .add("atoi", 1, a -> new Value.Int(Casts.digits(a.text(0), 10)))
        .add("toDecimal", 1, a -> new Value.Int(Casts.digits(a.display(0), 8)))
        .add("add", 0, Function.ANY, a -> new Value.Int(fold(a.values(), 0, Long::sum)))
        .add("add1", 1, a -> new Value.Int(Casts.toInteger(a.value(0)) + 1))
        .add("sub", 2, a -> pair(a, (first, second) -> first - second))
        .add("mul", 1, Function.ANY, a -> new Value.Int(fold(a.values(), 1, (x, y) -> x * y)))
        .add("div", 2, a -> pair(a, NumberFunctions::divide))
        .add("mod", 2, a -> pair(a, NumberFunctions::remainder))
        .add(
            "max", 1, Function.ANY, a -> new Value.Int(fold(a.values(), Long.MIN_VALUE, Math::max)))
        .add(
            "min", 1, Function.ANY, a -> new Value.Int(fold(a.values(), Long.MAX_VALUE, Math::min)))
        .add("floor", 1, a -> real(a, Math::floor))
        .add("ceil", 1, a -> real(a, Math::ceil))
        .add("round", 2, 3, NumberFunctions::round)
        .add("until", 1, NumberFunctions::until)
        .add("untilStep", 3, a -> numbers(a, a.integer(0), a.integer(1), a.integer(2)))
        .add("seq", 0, Function.ANY, NumberFunctions::sequence);
  }

  private static long fold(List<Value> values, long start, LongBinaryOperator operator) {
    return values.stream().mapToLong(Casts::toInteger).reduce(start, operator);
  }

  private static Value pair(Arguments arguments, LongBinaryOperator operator) {
    return new Value.Int(
        operator.applyAsLong(
            Casts.toInteger(arguments.value(0)), Casts.toInteger(arguments.value(1))));
  }

  private static long divide(long dividend, long divisor) {
    if (divisor == 0) {
      throw Arguments.invalid();
    }
    return dividend / divisor;
  }

  private static long remainder(long dividend, long divisor) {
    if (divisor == 0) {
      throw Arguments.invalid();
    }
    return dividend % divisor;
  }

  private static Value real(Arguments arguments, DoubleUnaryOperator operator) {
    return new Value.Real(operator.applyAsDouble(Casts.toReal(arguments.value(0))));
  }

  private static Value round(Arguments arguments) {
    double up = 0.5;
    if (arguments.size() == 3) {
      if (!(arguments.value(2) instanceof Value.Real(double given))) {
        throw Arguments.wrongType();
      }
      up = given;
    }
    double power = Math.pow(10, arguments.integer(1));
    double shifted = power * Casts.toReal(arguments.value(0));
    double fraction = shifted - (shifted < 0 ? Math.ceil(shifted) : Math.floor(shifted));
    double rounded = fraction >= up ? Math.ceil(shifted) : Math.floor(shifted);
    return new Value.Real(rounded / power);
  }

  private static Value until(Arguments arguments) {
    long count = arguments.integer(0);
    return numbers(arguments, 0, count, count < 0 ? -1 : 1);
  }

  private static Value numbers(Arguments arguments, long start, long stop, long step) {
    return new Value.Sequence(
        steps(arguments, start, stop, step).stream()
            .map(number -> (Value) new Value.Int(number))
            .toList());
  }

  /** The numbers from start, before stop; none when the step leads away from stop. */
  private static List<Long> steps(Arguments arguments, long start, long stop, long step) {
    List<Long> numbers = new ArrayList<>();
    boolean down = stop < start;
    if (down ? step >= 0 : step <= 0) {
      return numbers;
    }
    long current = start;
    while (down ? current > stop : current < stop) {
      numbers.add(current);
      arguments.budget().iterations(numbers.size());
      if (down ? current < Long.MIN_VALUE - step : current > Long.MAX_VALUE - step) {
        break;
      }
      current += step;
    }
    return numbers;
  }

  private static Value sequence(Arguments arguments) {
    int size = arguments.size();
    if (size == 0 || size > 3) {
      return new Value.Text("");
    }
    long start = size == 1 ? 1 : arguments.integer(0);
    long end = arguments.integer(size - 1);
    long direction = end < start ? -1 : 1;
    long step = size == 3 ? arguments.integer(1) : direction;
    BoundedText text = arguments.builder();
    for (long number : steps(arguments, start, end + direction, step)) {
      text.append(text.length() > 0 ? " " : "").append(Long.toString(number));
    }
    return Arguments.result(text);
  }
}
