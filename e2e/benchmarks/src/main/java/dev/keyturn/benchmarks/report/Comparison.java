package dev.keyturn.benchmarks.report;

import dev.keyturn.benchmarks.result.Better;
import dev.keyturn.benchmarks.result.Metric;
import dev.keyturn.benchmarks.result.RunResult;
import dev.keyturn.benchmarks.result.ScenarioResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What changed since the last result of the same scenario at the same size and settings. */
record Comparison(List<RunResult> earlier) {
  private static final double NOTABLE = 0.2;

  /** The change of a figure. */
  record Change(double before, double now, Better better) {

    /** Of the earlier value; infinite where that was 0. */
    double share() {
      return before == 0 ? (now == 0 ? 0 : Double.POSITIVE_INFINITY) : (now - before) / before;
    }

    boolean isNotable() {
      return Math.abs(share()) > NOTABLE;
    }

    /** {@code +12 %}, in bold with a word where it is notable. */
    String text() {
      String share =
          Double.isInfinite(share())
              ? "was 0"
              : String.format(Locale.ROOT, "%+.0f %%", share() * 100);
      return isNotable() ? "**" + share + verdict() + "**" : share;
    }

    private String verdict() {
      boolean grew = now > before;
      return switch (better) {
        case NEITHER -> "";
        case LOWER -> grew ? " worse" : " better";
        case HIGHER -> grew ? " better" : " worse";
      };
    }
  }

  /** Empty where no earlier result holds the figure. */
  Optional<Change> of(ScenarioResult scenario, Metric metric) {
    return earlier.stream()
        .flatMap(run -> run.scenarios().stream())
        .filter(scenario::comparesWith)
        .flatMap(other -> other.metrics().stream())
        .filter(other -> other.name().equals(metric.name()))
        .findFirst()
        .map(other -> new Change(other.median(), metric.median(), metric.better()));
  }
}
