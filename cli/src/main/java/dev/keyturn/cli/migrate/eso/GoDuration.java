package dev.keyturn.cli.migrate.eso;

import dev.keyturn.crds.v1alpha1.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1h0m0s}, {@code 1.5h}, {@code 500ms}, {@code 0}. */
final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");

  private static final Map<String, Long> NANOSECONDS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  /** Empty where the text is none, or negative. */
  static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher part = PART.matcher(text);
    BigDecimal total = BigDecimal.ZERO;
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      total =
          total.add(
              new BigDecimal(Objects.requireNonNull(part.group(1)))
                  .multiply(
                      BigDecimal.valueOf(
                          NANOSECONDS.getOrDefault(Objects.requireNonNull(part.group(2)), 0L))));
      end = part.end();
    }
    boolean complete = end == text.length() && end > 0;
    return complete && total.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0
        ? Optional.of(Duration.ofNanos(total.longValue()))
        : Optional.empty();
  }

  /** In our form, with whole seconds: what is left over counts as one. */
  static String ours(Duration duration) {
    Duration whole = Duration.ofSeconds(duration.getSeconds());
    return Durations.text(duration.getNano() == 0 ? whole : whole.plusSeconds(1));
  }
}
