package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.measure.Percentiles;
import dev.keyturn.benchmarks.result.Better;
import dev.keyturn.benchmarks.result.Metric;
import dev.keyturn.benchmarks.result.Plot;
import dev.keyturn.benchmarks.result.ScenarioResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what the repetitions of a scenario give. Not thread-safe. */
final class Findings {
  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private final Map<String, String> parameters = new HashMap<>();
  private final List<Plot> plots = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private Map<String, Integer> counts = Map.of();

  /** One more sample of a figure that should be low. */
  void lower(String name, String unit, double sample) {
    add(name, unit, Better.LOWER, sample);
  }

  /** One more sample of a figure that should be high. */
  void higher(String name, String unit, double sample) {
    add(name, unit, Better.HIGHER, sample);
  }

  /** One more sample of a figure that only describes. */
  void plain(String name, String unit, double sample) {
    add(name, unit, Better.NEITHER, sample);
  }

  /** The 50th, 95th and 99th percentile and the greatest of delays in seconds. */
  void delays(String name, Collection<Double> seconds) {
    Percentiles percentiles = Percentiles.of(seconds);
    lower(name + ", p50", "s", percentiles.at(50));
    lower(name + ", p95", "s", percentiles.at(95));
    lower(name + ", p99", "s", percentiles.at(99));
    lower(name + ", max", "s", percentiles.greatest());
  }

  /** What a figure's median should reach; nothing where the figure was not taken. */
  void goal(String name, double goal) {
    metrics.computeIfPresent(name, (key, metric) -> metric.withGoal(goal));
  }

  private void add(String name, String unit, Better better, double sample) {
    Metric before = metrics.get(name);
    List<Double> samples = new ArrayList<>(before == null ? List.of() : before.samples());
    samples.add(sample);
    metrics.put(
        name, new Metric(name, unit, better, samples, before == null ? null : before.goal()));
  }

  void parameter(String name, Object value) {
    parameters.put(name, value.toString());
  }

  void counts(Map<String, Integer> byKind) {
    counts = byKind;
  }

  void plot(Plot plot) {
    plots.add(plot);
  }

  void remark(String text) {
    if (!remarks.contains(text)) {
      remarks.add(text);
    }
  }

  ScenarioResult result(Scenario scenario, int size) {
    return new ScenarioResult(
        scenario.id(),
        scenario.title(),
        size,
        parameters,
        List.copyOf(metrics.values()),
        counts,
        plots,
        remarks);
  }
}
