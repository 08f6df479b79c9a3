package dev.keyturn.operator.engine.template;

import java.util.Comparator;

/**
 * The order in which Go's YAML library writes keys: numbers inside them count as numbers, and
 * letters come behind everything else.
 */
final class YamlKeyOrder implements Comparator<String> {

  @Override
  public int compare(String first, String second) {
    int[] one = first.codePoints().toArray();
    int[] two = second.codePoints().toArray();
    int shared = Math.min(one.length, two.length);
    for (int i = 0; i < shared; i++) {
      if (one[i] != two[i]) {
        return differing(one, two, i);
      }
    }
    return Integer.compare(one.length, two.length);
  }

  private static int differing(int[] one, int[] two, int at) {
    boolean oneIsLetter = Character.isLetter(one[at]);
    boolean twoIsLetter = Character.isLetter(two[at]);
    if (oneIsLetter || twoIsLetter) {
      return oneIsLetter && twoIsLetter ? Integer.compare(one[at], two[at]) : oneIsLetter ? 1 : -1;
    }
    boolean zero = one[at] == '0' || two[at] == '0';
    long start = zero && digitsBefore(one, at) ? 1 : 0;
    int oneEnd = digitsEnd(one, at);
    int twoEnd = digitsEnd(two, at);
    int byNumber = Long.compare(number(one, at, oneEnd, start), number(two, at, twoEnd, start));
    if (byNumber != 0) {
      return byNumber;
    }
    return oneEnd == twoEnd ? Integer.compare(one[at], two[at]) : Integer.compare(oneEnd, twoEnd);
  }

  /** Whether the digits right before this place hold another than zero. */
  private static boolean digitsBefore(int[] text, int at) {
    for (int i = at - 1; i >= 0 && Character.isDigit(text[i]); i--) {
      if (text[i] != '0') {
        return true;
      }
    }
    return false;
  }

  private static int digitsEnd(int[] text, int at) {
    int end = at;
    while (end < text.length && Character.isDigit(text[end])) {
      end++;
    }
    return end;
  }

  private static long number(int[] text, int start, int end, long first) {
    long number = first;
    for (int i = start; i < end; i++) {
      number = number * 10 + text[i] - '0';
    }
    return number;
  }
}
