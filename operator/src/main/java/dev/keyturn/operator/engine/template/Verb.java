package dev.keyturn.operator.engine.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One verb of a format with its flags.
 *
 * @param precision -1 when none was given
 */
record Verb(char verb, Flags flags, int width, int precision, Budget budget) {

  /** The flags before the width. */
  record Flags(boolean plus, boolean left, boolean sharp, boolean space, boolean zero) {}

  String format(Value value) {
    return switch (value) {
      case Value.Text(String bytes) -> text(bytes);
      case Value.Int(long number) -> integer(number);
      case Value.Real(double number) -> real(number);
      case Value.Bool(boolean bool) -> {
        require("tv");
        yield pad(Boolean.toString(bool));
      }
      case Value.Nil _ -> {
        require("v");
        yield pad("<nil>");
      }
      case Value.Sequence(List<Value> items) -> list(items);
      case Value.Mapping mapping -> map(mapping);
    };
  }

  private void require(String verbs) {
    if (verbs.indexOf(verb) < 0 || flags.sharp() && verb == 'v') {
      throw Arguments.invalid();
    }
  }

  private String text(String bytes) {
    require("svqxX");
    return switch (verb) {
      case 'q' -> {
        if (flags.plus() || flags.sharp()) {
          throw Arguments.invalid();
        }
        yield pad(Quoting.go(Utf8.decode(cut(bytes)), new BoundedText(budget)));
      }
      case 'x', 'X' ->
          pad(hex(precision < 0 ? bytes : bytes.substring(0, Math.min(precision, bytes.length()))));
      default -> pad(cut(bytes));
    };
  }

  /** The first characters, as many as the precision says. */
  private String cut(String bytes) {
    if (precision < 0) {
      return bytes;
    }
    String characters = Utf8.decode(bytes);
    int count = Math.min(precision, characters.codePointCount(0, characters.length()));
    return Utf8.encode(characters.substring(0, characters.offsetByCodePoints(0, count)));
  }

  private String hex(String bytes) {
    BoundedText text = new BoundedText(budget);
    for (int i = 0; i < bytes.length(); i++) {
      if (flags.space() && i > 0) {
        text.append(' ');
      }
      if (flags.sharp() && (i == 0 || flags.space())) {
        text.append(verb == 'x' ? "0x" : "0X");
      }
      String digits = Integer.toHexString(0x100 | bytes.charAt(i)).substring(1);
      text.append(verb == 'x' ? digits : digits.toUpperCase(Locale.ROOT));
    }
    return text.finish();
  }

  private String integer(long number) {
    require("vdboOxXcqU");
    return switch (verb) {
      case 'c' -> pad(Utf8.encode(Character.toString(character(number))));
      case 'q' -> pad(Quoting.goRune(character(number), new BoundedText(budget)));
      case 'U' -> {
        if (flags.sharp() || precision >= 0 || number < 0) {
          throw Arguments.invalid();
        }
        yield pad(String.format("U+%04X", number));
      }
      case 'b' -> digits(number, 2, flags.sharp() ? "0b" : "");
      case 'o' -> digits(number, 8, flags.sharp() ? "0" : "");
      case 'O' -> digits(number, 8, "0o");
      case 'x' -> digits(number, 16, flags.sharp() ? "0x" : "");
      case 'X' -> digits(number, 16, flags.sharp() ? "0X" : "").toUpperCase(Locale.ROOT);
      default -> digits(number, 10, "");
    };
  }

  private static int character(long number) {
    boolean valid = number >= 0 && number <= Character.MAX_CODE_POINT;
    return valid && (number < 0xD800 || number > 0xDFFF) ? (int) number : 0xFFFD;
  }

  private String digits(long number, int radix, String prefix) {
    String digits = Long.toString(number, radix).replace("-", "");
    if (precision == 0 && number == 0) {
      return pad("", ' ');
    }
    String padded = "0".repeat(Math.max(0, precision - digits.length())) + digits;
    return signed(number < 0, prefix, padded, precision < 0);
  }

  private String real(double number) {
    require("veEfFgG");
    String shown =
        switch (verb) {
          case 'e', 'E' -> GoFloat.scientific(number, precision < 0 ? 6 : precision, verb);
          case 'f', 'F' -> GoFloat.fixed(number, precision < 0 ? 6 : precision);
          default -> {
            char letter = verb == 'G' ? 'E' : 'e';
            yield precision < 0
                ? GoFloat.general(number, letter)
                : GoFloat.general(number, precision, letter);
          }
        };
    boolean negative = shown.startsWith("-");
    boolean bare = negative || shown.startsWith("+");
    return signed(negative, "", bare ? shown.substring(1) : shown, Double.isFinite(number));
  }

  /** Adds the sign, and zeros behind it where the flags want them. */
  private String signed(boolean negative, String prefix, String digits, boolean mayZero) {
    String sign = negative ? "-" : flags.plus() ? "+" : flags.space() ? " " : "";
    String head = sign + prefix;
    if (mayZero && flags.zero()) {
      return head + "0".repeat(Math.max(0, width - sign.length() - digits.length())) + digits;
    }
    return pad(head + digits, ' ');
  }

  private String list(List<Value> items) {
    budget.enter();
    BoundedText text = new BoundedText(budget).append('[');
    for (int i = 0; i < items.size(); i++) {
      text.append(i > 0 ? " " : "").append(format(items.get(i)));
    }
    budget.leave();
    return text.append(']').finish();
  }

  private String map(Value.Mapping mapping) {
    budget.enter();
    BoundedText text = new BoundedText(budget).append("map[");
    boolean first = true;
    for (Map.Entry<String, Value> entry : mapping.entries().entrySet()) {
      text.append(first ? "" : " ");
      first = false;
      text.append(format(new Value.Text(entry.getKey()))).append(':');
      text.append(format(entry.getValue()));
    }
    budget.leave();
    return text.append(']').finish();
  }

  private String pad(String shown) {
    return pad(shown, flags.zero() ? '0' : ' ');
  }

  /** Pads to the width, which counts characters. */
  private String pad(String shown, char filler) {
    if (width == 0) {
      return shown;
    }
    String characters = Utf8.decode(shown);
    int missing = Math.max(0, width - characters.codePointCount(0, characters.length()));
    budget.text(missing + (long) shown.length());
    String padding = String.valueOf(filler).repeat(missing);
    return flags.left() ? shown + padding : padding + shown;
  }
}
