package dev.keyturn.operator.engine.template;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a plain YAML scalar means to the library behind {@code toYaml}: YAML 1.1 with Go numbers.
 */
final class YamlScalars {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUTHS =
      Set.of("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE");
  private static final Set<String> LIES =
      Set.of("n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE");
  private static final Set<String> INFINITIES =
      Set.of(
          ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
          "-.Inf", "-.INF");
  private static final Pattern INTEGER =
      Pattern.compile("([+-]?)(0[xX][0-9a-fA-F]++|0[bB][01]++|0[oO]?[0-7]++|0|[1-9][0-9]*+)");
  private static final Pattern REAL =
      Pattern.compile("[-+]?(?:\\.[0-9]++|[0-9]++(?:\\.[0-9]*+)?)(?:[eE][-+]?[0-9]++)?");
  private static final Pattern SEXAGESIMAL =
      Pattern.compile("[-+]?[0-9][0-9_]*+(?::[0-5]?[0-9])+(?:\\.[0-9_]*+)?");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
              + "(?:[Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\\.[0-9]++)?"
              + "(?:Z|[+-][0-9]{2}:[0-9]{2})?)?");
  private static final int LONGEST_NUMBER = 400;

  private YamlScalars() {}

  /** The value of a plain scalar that is no string. */
  static Optional<Value> resolve(String text) {
    if (NULLS.contains(text)) {
      return Optional.of(new Value.Nil());
    }
    if (TRUTHS.contains(text) || LIES.contains(text)) {
      return Optional.of(new Value.Bool(TRUTHS.contains(text)));
    }
    if (INFINITIES.contains(text)) {
      throw Arguments.invalid();
    }
    return number(text).map(Value.Real::new);
  }

  private static Optional<Double> number(String text) {
    String digits = text.replace("_", "");
    if (digits.length() > LONGEST_NUMBER || digits.isEmpty() || text.startsWith("_")) {
      return Optional.empty();
    }
    Matcher integer = INTEGER.matcher(digits);
    if (integer.matches()) {
      BigInteger size = Literals.integer(integer.group(2));
      double number = size.doubleValue();
      return Optional.of(integer.group(1).equals("-") ? -number : number);
    }
    if (!REAL.matcher(digits).matches()) {
      return Optional.empty();
    }
    double number = Double.parseDouble(digits);
    return Double.isInfinite(number) ? Optional.empty() : Optional.of(number);
  }

  /** Whether a string would be read back as something else without quotes. */
  static boolean needsQuotes(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return text.chars().allMatch(unit -> "+-.:_eE0123456789".indexOf(unit) >= 0);
    }
    return NULLS.contains(text)
        || TRUTHS.contains(text)
        || LIES.contains(text)
        || INFINITIES.contains(text)
        || number(text).isPresent()
        || SEXAGESIMAL.matcher(text).matches()
        || TIMESTAMP.matcher(text).matches();
  }
}
