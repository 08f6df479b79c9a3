package dev.keyturn.benchmarks.result;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Points to plot.
 *
 * @param name of the line, for the legend
 */
public record Curve(String name, List<Point> points) {
  private static final int MOST_POINTS = 200;

  public Curve {
    points = List.copyOf(points);
  }

  /** One point. */
  public record Point(double x, double y) {}

  /**
   * How many of the values lie at or below x, in at most 200 points: a run's progress where the
   * values are moments, a distribution where they are delays.
   */
  public static Curve cumulative(String name, Collection<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, 0));
    int step = Math.max(1, sorted.size() / MOST_POINTS);
    for (int i = step - 1; i < sorted.size() - 1; i += step) {
      points.add(new Point(sorted.get(i), i + 1.0));
    }
    if (!sorted.isEmpty()) {
      points.add(new Point(sorted.getLast(), sorted.size()));
    }
    return new Curve(name, points);
  }
}
