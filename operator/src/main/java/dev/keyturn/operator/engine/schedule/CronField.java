package dev.keyturn.operator.engine.schedule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The numbers that one field of a cron expression names.
 *
 * @param bits one bit per number
 * @param isAny true for a plain {@code *}: the field restricts nothing
 * @param isPeriodic true for {@code *} and {@code *}{@code /n}
 */
record CronField(long bits, boolean isAny, boolean isPeriodic) {

  /**
   * Reads lists of {@code *}, {@code a}, {@code a-b}, each with {@code /step}.
   *
   * @param names of the numbers from {@code least} on; case does not matter
   */
  static Optional<CronField> parse(String text, int least, int most, List<String> names) {
    long bits = 0;
    for (String part : text.split(",", -1)) {
      long some = new Part(least, most, names).bits(part);
      if (some == 0) {
        return Optional.empty();
      }
      bits |= some;
    }
    return Optional.of(new CronField(bits, text.equals("*"), text.startsWith("*")));
  }

  /** Both 0 and 7 are Sunday. */
  CronField withSundayAsZero() {
    return has(7) ? new CronField((bits & ~(1L << 7)) | 1, isAny, isPeriodic) : this;
  }

  boolean has(int number) {
    return (bits & (1L << number)) != 0;
  }

  /** The least number from the given one on; 64 where there is none. */
  int from(int number) {
    return number > 63 ? 64 : Long.numberOfTrailingZeros(bits & (-1L << number));
  }

  int most() {
    return 63 - Long.numberOfLeadingZeros(bits);
  }

  int least() {
    return Long.numberOfTrailingZeros(bits);
  }

  /** One member of the list. */
  private record Part(int least, int most, List<String> names) {

    /** Zero where the text is not understood. */
    long bits(String text) {
      String[] rangeAndStep = text.split("/", -1);
      if (rangeAndStep.length > 2) {
        return 0;
      }
      boolean stepped = rangeAndStep.length == 2;
      OptionalInt step = stepped ? digits(rangeAndStep[1]) : OptionalInt.of(1);
      String[] ends = rangeAndStep[0].split("-", -1);
      if (step.isEmpty() || step.getAsInt() < 1 || ends.length > 2) {
        return 0;
      }
      if (rangeAndStep[0].equals("*")) {
        return bits(least, most, step.getAsInt());
      }
      OptionalInt from = number(ends[0]);
      OptionalInt to = ends.length == 2 ? number(ends[1]) : stepped ? OptionalInt.of(most) : from;
      if (from.isEmpty() || to.isEmpty() || from.getAsInt() > to.getAsInt()) {
        return 0;
      }
      return bits(from.getAsInt(), to.getAsInt(), step.getAsInt());
    }

    private static long bits(int from, int to, int step) {
      long bits = 0;
      for (int number = from; number <= to; number += step) {
        bits |= 1L << number;
      }
      return bits;
    }

    private OptionalInt number(String text) {
      int named = names.indexOf(text.toUpperCase(Locale.ROOT));
      OptionalInt number = named >= 0 ? OptionalInt.of(least + named) : digits(text);
      return number.isPresent() && number.getAsInt() >= least && number.getAsInt() <= most
          ? number
          : OptionalInt.empty();
    }

    private static OptionalInt digits(String text) {
      if (text.isEmpty() || text.length() > 2) {
        return OptionalInt.empty();
      }
      int number = 0;
      for (char character : text.toCharArray()) {
        if (character < '0' || character > '9') {
          return OptionalInt.empty();
        }
        number = number * 10 + (character - '0');
      }
      return OptionalInt.of(number);
    }
  }
}
