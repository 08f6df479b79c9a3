package dev.keyturn.benchmarks.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One file of results.
 *
 * @param schema version of this form
 * @param commit that was measured; ends in -dirty where files were changed
 * @param taken moment of the last scenario, ISO 8601, UTC
 * @param subject name of the operator
 * @param components versions of the servers
 * @param jvmFlags of the operator's process
 */
public record RunResult(
    int schema,
    String commit,
    String taken,
    String subject,
    long seed,
    Machine machine,
    Map<String, String> components,
    List<String> jvmFlags,
    List<ScenarioResult> scenarios) {

  /** The form that this class writes. */
  public static final int SCHEMA = 1;

  /** By letter, then by size. */
  public static final Comparator<ScenarioResult> ORDER =
      Comparator.comparing(ScenarioResult::id).thenComparingInt(ScenarioResult::size);

  public RunResult {
    components = new TreeMap<>(components);
    jvmFlags = List.copyOf(jvmFlags);
    scenarios = scenarios.stream().sorted(ORDER).toList();
  }

  /** The same with one more scenario, in place of an earlier run of it. */
  public RunResult with(ScenarioResult scenario) {
    List<ScenarioResult> all = new ArrayList<>(scenarios);
    all.removeIf(scenario::replaces);
    all.add(scenario);
    return withScenarios(all);
  }

  /** The same run's circumstances with other scenarios. */
  public RunResult withScenarios(List<ScenarioResult> others) {
    return new RunResult(
        schema, commit, taken, subject, seed, machine, components, jvmFlags, others);
  }
}
