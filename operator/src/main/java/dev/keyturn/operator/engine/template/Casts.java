package dev.keyturn.operator.engine.template;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sprig's forgiving conversions: what is no number counts as zero. */
final class Casts {
  private static final Pattern INTEGER =
      Pattern.compile(
          "([+-]?)(0[xX](?:_?[0-9a-fA-F])++|0[bB](?:_?[01])++|0[oO](?:_?[0-7])++"
              + "|0(?:_?[0-7])*+|[1-9](?:_?[0-9])*+)");
  private static final Pattern REAL =
      Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]{1,9})?");
  private static final int LONGEST = 400;

  private Casts() {}

  static long toInteger(Value value) {
    return switch (value) {
      case Value.Int(long number) -> number;
      case Value.Real(double number) -> truncated(number);
      case Value.Bool(boolean bool) -> bool ? 1 : 0;
      case Value.Text(String bytes) -> parseInteger(bytes);
      case Value.Nil _, Value.Sequence _, Value.Mapping _ -> 0;
    };
  }

  /** Go on amd64 gives the smallest int64 for a float64 that has no integer. */
  private static long truncated(double number) {
    boolean fits = number >= -0x1p63 && number < 0x1p63;
    return fits ? (long) number : Long.MIN_VALUE;
  }

  private static long parseInteger(String bytes) {
    String text = bytes.replaceFirst("^([^.]+)\\.0*+$", "$1");
    Matcher matcher = INTEGER.matcher(text);
    if (text.length() > LONGEST || !matcher.matches()) {
      return 0;
    }
    BigInteger size = Literals.integer(matcher.group(2).replace("_", ""));
    BigInteger number = matcher.group(1).equals("-") ? size.negate() : size;
    return number.bitLength() > 63 ? 0 : number.longValueExact();
  }

  static double toReal(Value value) {
    return switch (value) {
      case Value.Int(long number) -> number;
      case Value.Real(double number) -> number;
      case Value.Bool(boolean bool) -> bool ? 1 : 0;
      case Value.Text(String bytes) -> parseReal(bytes);
      case Value.Nil _, Value.Sequence _, Value.Mapping _ -> 0;
    };
  }

  private static double parseReal(String bytes) {
    if (bytes.length() > LONGEST || !REAL.matcher(bytes).matches()) {
      return 0;
    }
    double number = Double.parseDouble(bytes);
    return Double.isInfinite(number) ? 0 : number;
  }

  /** The integer in base ten or eight; zero when there is none. */
  static long digits(String bytes, int radix) {
    try {
      boolean ascii = Utf8.isAscii(bytes);
      return ascii ? Long.parseLong(bytes, radix) : 0;
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }
}
