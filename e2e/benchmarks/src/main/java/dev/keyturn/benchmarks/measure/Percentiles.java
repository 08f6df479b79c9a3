package dev.keyturn.benchmarks.measure;

import java.util.Arrays;
import java.util.Collection;

/** Exact percentiles of a sample by the nearest rank: every answer is one of the values. */
public final class Percentiles {
  private final double[] sorted;

  private Percentiles(double[] sorted) {
    this.sorted = sorted;
  }

  /** Throws {@link IllegalArgumentException} where there is no value. */
  public static Percentiles of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Percentiles(sorted);
  }

  /** The smallest value that at least this share of all values does not exceed; 0 to 100. */
  public double at(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }

  /** The middle one; the mean of the two in the middle of an even number. */
  public double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  public double least() {
    return sorted[0];
  }

  public double greatest() {
    return sorted[sorted.length - 1];
  }

  public double mean() {
    return Arrays.stream(sorted).average().orElseThrow();
  }

  /**
   * The greatest distance between this sample's distribution and the uniform one on 0 to the limit
   * (Kolmogorov and Smirnov): near 0 for a refresh that treats all moments alike.
   */
  public double distanceFromUniform(double limit) {
    double greatest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double expected = Math.clamp(sorted[i] / limit, 0, 1);
      greatest = Math.max(greatest, Math.abs((i + 1.0) / sorted.length - expected));
      greatest = Math.max(greatest, Math.abs((double) i / sorted.length - expected));
    }
    return greatest;
  }
}
