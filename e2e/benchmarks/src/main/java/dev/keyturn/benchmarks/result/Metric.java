package dev.keyturn.benchmarks.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.keyturn.benchmarks.measure.Percentiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a scenario.
 *
 * @param name stable, so that results of different commits can be compared
 * @param samples one per repetition; never empty
 * @param goal what the median should not exceed (or not fall below); a goal never fails a run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Metric(
    String name, String unit, Better better, List<Double> samples, @Nullable Double goal) {

  public Metric {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no samples of " + name);
    }
  }

  public static Metric lower(String name, String unit, List<Double> samples) {
    return new Metric(name, unit, Better.LOWER, samples, null);
  }

  public static Metric lower(String name, String unit, double sample) {
    return lower(name, unit, List.of(sample));
  }

  public static Metric higher(String name, String unit, List<Double> samples) {
    return new Metric(name, unit, Better.HIGHER, samples, null);
  }

  /** A figure that only describes. */
  public static Metric plain(String name, String unit, List<Double> samples) {
    return new Metric(name, unit, Better.NEITHER, samples, null);
  }

  /** The same with a goal for its median. */
  public Metric withGoal(double wanted) {
    return new Metric(name, unit, better, samples, wanted);
  }

  public double median() {
    return Percentiles.of(samples).median();
  }

  /** False also where there is no goal. */
  public boolean missesGoal() {
    if (goal == null) {
      return false;
    }
    return switch (better) {
      case LOWER, NEITHER -> median() > goal;
      case HIGHER -> median() < goal;
    };
  }
}
