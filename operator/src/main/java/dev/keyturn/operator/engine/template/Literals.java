package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Go's spelling of numbers, characters and strings (go.dev/ref/spec, Lexical elements). */
final class Literals {
  private static final Pattern INTEGER =
      Pattern.compile(
          "([+-]?)(0[xX](?:_?[0-9a-fA-F])++|0[bB](?:_?[01])++|0[oO](?:_?[0-7])++"
              + "|0(?:_?[0-7])*+|[1-9](?:_?[0-9])*+)");
  private static final Pattern REAL =
      Pattern.compile(
          "[+-]?(?:0[xX](?:_?[0-9a-fA-F])*+\\.?(?:[0-9a-fA-F]_?)*+[pP][+-]?[0-9]++"
              + "|(?:[0-9](?:_?[0-9])*+(?:\\.(?:[0-9](?:_?[0-9])*+)?)?|\\.[0-9](?:_?[0-9])*+)"
              + "(?:[eE][+-]?[0-9]++)?)");

  /** Bounds the recursion of the patterns; a float64 of any size needs less. */
  private static final int LONGEST = 1_100;

  private Literals() {}

  /** Where the longest number from here ends; the start itself when there is none. */
  static int numberEnd(String source, int start) {
    int end = start;
    for (Pattern pattern : new Pattern[] {INTEGER, REAL}) {
      Matcher matcher =
          pattern.matcher(source).region(start, Math.min(source.length(), start + LONGEST));
      end = matcher.lookingAt() ? Math.max(end, matcher.end()) : end;
    }
    return end;
  }

  static Value number(String text, Position position) {
    Matcher integer = INTEGER.matcher(text);
    if (integer.matches()) {
      BigInteger number = integer(integer.group(2).replace("_", ""));
      BigInteger signed = integer.group(1).equals("-") ? number.negate() : number;
      if (signed.bitLength() > 63) {
        throw TemplateFault.at(position, Reason.SYNTAX);
      }
      return new Value.Int(signed.longValueExact());
    }
    double real = Double.parseDouble(hexDigits(text.replace("_", "")));
    if (Double.isInfinite(real)) {
      throw TemplateFault.at(position, Reason.SYNTAX);
    }
    return new Value.Real(real);
  }

  /** Java wants a digit before the point of a hexadecimal number. */
  private static String hexDigits(String text) {
    return text.replaceFirst("^([+-]?0[xX])\\.", "$10.");
  }

  static BigInteger integer(String digits) {
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      return new BigInteger(digits);
    }
    return switch (digits.charAt(1)) {
      case 'x', 'X' -> new BigInteger(digits.substring(2), 16);
      case 'b', 'B' -> new BigInteger(digits.substring(2), 2);
      case 'o', 'O' -> new BigInteger(digits.substring(2), 8);
      default -> new BigInteger(digits, 8);
    };
  }

  /** The code point of a character literal that was unquoted. */
  static long character(String bytes, Position position) {
    if (bytes.length() == 1) {
      return bytes.charAt(0);
    }
    String text = Utf8.decode(bytes);
    if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
      throw TemplateFault.at(position, Reason.SYNTAX);
    }
    return text.codePointAt(0);
  }

  /** The bytes that the inside of a quoted string or character stands for. */
  static String unquote(String inner, char quote, Position position) {
    StringBuilder bytes = new StringBuilder();
    int at = 0;
    while (at < inner.length()) {
      int escape = inner.indexOf('\\', at);
      int end = escape < 0 ? inner.length() : escape;
      bytes.append(Utf8.encode(inner.substring(at, end)));
      at = end;
      if (escape >= 0) {
        at = unescape(inner, escape + 1, quote, bytes, position);
      }
    }
    return bytes.toString();
  }

  private static int unescape(
      String inner, int at, char quote, StringBuilder bytes, Position position) {
    if (at >= inner.length()) {
      throw TemplateFault.at(position, Reason.SYNTAX);
    }
    char letter = inner.charAt(at);
    int simple = "abfnrtv\\".indexOf(letter);
    if (simple >= 0) {
      bytes.append("\u0007\b\f\n\r\t\u000b\\".charAt(simple));
      return at + 1;
    }
    if (letter == quote) {
      bytes.append(quote);
      return at + 1;
    }
    return switch (letter) {
      case 'x' -> code(inner, at + 1, 2, 16, true, bytes, position);
      case 'u' -> code(inner, at + 1, 4, 16, false, bytes, position);
      case 'U' -> code(inner, at + 1, 8, 16, false, bytes, position);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> code(inner, at, 3, 8, true, bytes, position);
      default -> throw TemplateFault.at(position, Reason.SYNTAX);
    };
  }

  private static int code(
      String inner,
      int at,
      int length,
      int radix,
      boolean isByte,
      StringBuilder bytes,
      Position position) {
    int end = at + length;
    long code = 0;
    for (int i = at; i < end; i++) {
      int digit = i < inner.length() ? Character.digit(inner.charAt(i), radix) : -1;
      if (digit < 0 || inner.charAt(i) > 'f') {
        throw TemplateFault.at(position, Reason.SYNTAX);
      }
      code = code * radix + digit;
    }
    boolean surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (isByte ? code > 255 : code > Character.MAX_CODE_POINT || surrogate) {
      throw TemplateFault.at(position, Reason.SYNTAX);
    }
    bytes.append(
        isByte ? String.valueOf((char) code) : Utf8.encode(Character.toString((int) code)));
    return end;
  }
}
