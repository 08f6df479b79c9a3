package dev.keyturn.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked for.
 *
 * @param scenarios letters, in order; empty for all
 * @param sizes in place of each scenario's own; empty for those
 * @param repetitions in place of a number that depends on the size
 * @param window in place of each scenario's own
 * @param memory the chart's memory limit; blank for the chart's default
 */
public record Settings(
    Mode mode,
    List<String> scenarios,
    List<Integer> sizes,
    OptionalInt repetitions,
    Optional<Duration> window,
    String memory,
    long seed) {
  private static final Set<String> WORDS =
      Set.of("SCENARIOS", "SIZE", "REPEAT", "WINDOW", "MEMORY", "SEED");

  public Settings {
    scenarios = List.copyOf(scenarios);
    sizes = List.copyOf(sizes);
  }

  /**
   * Reads {@code full SCENARIOS=a,c SIZE=1000}.
   *
   * @throws IllegalArgumentException when a word means nothing; the message names it
   */
  public static Settings parse(String... arguments) {
    Mode mode = Mode.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    Map<String, String> words =
        Arrays.stream(arguments)
            .skip(1)
            .map(Settings::word)
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    return new Settings(
        mode,
        list(words.get("SCENARIOS")),
        list(words.get("SIZE")).stream().map(Integer::valueOf).toList(),
        number(words.get("REPEAT")),
        Optional.ofNullable(words.get("WINDOW")).map(Long::valueOf).map(Duration::ofSeconds),
        words.getOrDefault("MEMORY", ""),
        Long.parseLong(words.getOrDefault("SEED", "1")));
  }

  private static String[] word(String argument) {
    String[] parts = argument.split("=", 2);
    if (parts.length != 2 || !WORDS.contains(parts[0])) {
      throw new IllegalArgumentException(
          "'" + argument + "' means nothing; known: " + String.join("=, ", WORDS) + "=");
    }
    return parts;
  }

  private static List<String> list(@Nullable String text) {
    return text == null ? List.of() : Stream.of(text.split(",")).map(String::strip).toList();
  }

  private static OptionalInt number(@Nullable String text) {
    return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  /** One of two by the mode. */
  public int choose(int quick, int full) {
    return switch (mode) {
      case QUICK -> quick;
      case FULL -> full;
    };
  }

  /** The window to count in, in place of these seconds. */
  public Duration window(int quickSeconds, int fullSeconds) {
    return window.orElse(Duration.ofSeconds(choose(quickSeconds, fullSeconds)));
  }

  /** How often a scenario of this size is repeated: as often as fits into nine minutes. */
  public int repetitions(int size) {
    return repetitions.orElse(mode == Mode.QUICK ? 1 : size <= 1000 ? 5 : size <= 5000 ? 2 : 1);
  }
}
