package dev.keyturn.benchmarks.result;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one scenario gave at one size.
 *
 * @param id letter of the scenario
 * @param size number of objects; with the id it says what can be compared
 * @param parameters what else was set, such as the interval
 * @param counts requests of the operator by kind, of the last repetition
 * @param remarks whatever makes a figure less certain
 */
public record ScenarioResult(
    String id,
    String title,
    int size,
    Map<String, String> parameters,
    List<Metric> metrics,
    Map<String, Integer> counts,
    List<Plot> plots,
    List<String> remarks) {

  public ScenarioResult {
    parameters = new TreeMap<>(parameters);
    metrics = List.copyOf(metrics);
    counts = new TreeMap<>(counts);
    plots = List.copyOf(plots);
    remarks = List.copyOf(remarks);
  }

  /** Whether the other one is the same scenario at the same size and settings. */
  public boolean comparesWith(ScenarioResult other) {
    return replaces(other) && parameters.equals(other.parameters);
  }

  /** Whether one file holds only one of the two. */
  public boolean replaces(ScenarioResult other) {
    return id.equals(other.id) && size == other.size;
  }
}
