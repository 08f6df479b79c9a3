package dev.keyturn.operator.engine.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Spells float64 as Go's strconv does. */
final class GoFloat {
  private GoFloat() {}

  /** The fewest digits that read back equal; an exponent below 1e-4 and from 1e6 on. */
  static String shortest(double number) {
    if (!Double.isFinite(number)) {
      return special(number);
    }
    BigDecimal decimal = decimal(number);
    int exponent = exponent(decimal);
    boolean scientific = exponent < -4 || exponent >= 6;
    return sign(number) + (scientific ? scientific(decimal, -1, 'e') : decimal.toPlainString());
  }

  /** As encoding/json writes it; the number is finite. */
  static String json(double number) {
    BigDecimal decimal = decimal(number);
    double size = Math.abs(number);
    if (size != 0 && (size < 1e-6 || size >= 1e21)) {
      return sign(number) + scientific(decimal, -1, 'e').replace("e-0", "e-");
    }
    return sign(number) + decimal.toPlainString();
  }

  /** {@code %f} with so many digits behind the point. */
  static String fixed(double number, int precision) {
    if (!Double.isFinite(number)) {
      return special(number);
    }
    BigDecimal exact = new BigDecimal(Math.abs(number));
    return sign(number) + exact.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** {@code %e}. */
  static String scientific(double number, int precision, char letter) {
    if (!Double.isFinite(number)) {
      return special(number);
    }
    BigDecimal exact = new BigDecimal(Math.abs(number));
    BigDecimal rounded = exact.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    return sign(number) + scientific(rounded, precision, letter);
  }

  /** {@code %g} with so many significant digits. */
  static String general(double number, int precision, char letter) {
    if (!Double.isFinite(number)) {
      return special(number);
    }
    int digits = Math.max(1, precision);
    BigDecimal rounded =
        plain(
            new BigDecimal(Math.abs(number))
                .round(new MathContext(digits, RoundingMode.HALF_EVEN)));
    int exponent = exponent(rounded);
    int threshold = rounded.precision() > exponent ? Math.min(digits, rounded.precision()) : digits;
    if (exponent < -4 || exponent >= threshold) {
      return sign(number) + scientific(rounded, -1, letter);
    }
    return sign(number) + rounded.toPlainString();
  }

  /** {@code %g} without a precision. */
  static String general(double number, char letter) {
    return letter == 'E' ? shortest(number).replace('e', 'E') : shortest(number);
  }

  private static String special(double number) {
    return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
  }

  private static String sign(double number) {
    return Double.doubleToRawLongBits(number) < 0 ? "-" : "";
  }

  private static BigDecimal decimal(double number) {
    return plain(new BigDecimal(Double.toString(Math.abs(number))));
  }

  private static BigDecimal plain(BigDecimal decimal) {
    return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
  }

  private static int exponent(BigDecimal decimal) {
    return decimal.signum() == 0 ? 0 : decimal.precision() - decimal.scale() - 1;
  }

  private static String scientific(BigDecimal decimal, int precision, char letter) {
    StringBuilder digits = new StringBuilder(decimal.unscaledValue().toString());
    int wanted = precision < 0 ? digits.length() - 1 : precision;
    while (digits.length() <= wanted) {
      digits.append('0');
    }
    digits.setLength(wanted + 1);
    if (wanted > 0) {
      digits.insert(1, '.');
    }
    int exponent = exponent(decimal);
    String size = Integer.toString(Math.abs(exponent));
    return digits
        .append(letter)
        .append(exponent < 0 ? '-' : '+')
        .append(size.length() < 2 ? "0" : "")
        .append(size)
        .toString();
  }
}
