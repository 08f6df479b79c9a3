package dev.keyturn.operator.engine.template.cryptography;

/** Spells IP addresses as RFC 5952 does; the JDK writes every group of an IPv6 address. */
final class InternetAddress {
  private InternetAddress() {}

  /** The longest run of two zero groups or more becomes {@code ::}; IPv4 stays as it is. */
  static String shortest(String address) {
    String[] groups = address.split(":", -1);
    if (groups.length != 8) {
      return address;
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int start = 0; start < groups.length; start++) {
      int length = 0;
      while (start + length < groups.length && groups[start + length].equals("0")) {
        length++;
      }
      if (length > bestLength) {
        bestStart = start;
        bestLength = length;
      }
    }
    return bestStart < 0
        ? address
        : join(groups, 0, bestStart) + "::" + join(groups, bestStart + bestLength, groups.length);
  }

  private static String join(String[] groups, int from, int to) {
    return String.join(":", java.util.Arrays.asList(groups).subList(from, to));
  }
}
