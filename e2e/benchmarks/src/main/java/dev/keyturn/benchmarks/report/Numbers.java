package dev.keyturn.benchmarks.report;

import java.util.Locale;

/** Numbers as the report prints them. */
final class Numbers {
  private Numbers() {}

  /** Three significant digits, and no decimals that say nothing. */
  static String text(double value) {
    double size = Math.abs(value);
    if (size == Math.rint(size) && size < 1e6) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(
        Locale.ROOT,
        size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f",
        value);
  }
}
