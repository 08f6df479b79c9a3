package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Mode;
import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.micro.CachedReadBenchmark;
import dev.keyturn.benchmarks.micro.TemplateBenchmark;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.World;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What single parts of a pass take, by JMH in processes of its own. They inherit this program's
 * compiler and collector, which are the operator's.
 */
final class SingleParts implements Scenario {
  @Override
  public String id() {
    return "m";
  }

  @Override
  public String title() {
    return "Single parts";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(1);
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    bench.progress().say("  JMH");
    boolean quick = bench.settings().mode() == Mode.QUICK;
    add(
        findings,
        "template of ten lines rendered",
        measured(TemplateBenchmark.class, "renderTenLines", quick));
    findings.goal("template of ten lines rendered, p99", 50);
    add(
        findings,
        "template of ten lines parsed",
        measured(TemplateBenchmark.class, "parseTenLines", quick));
    add(
        findings,
        "reference resolved whose value is kept",
        measured(CachedReadBenchmark.class, "value", quick));
    findings.goal("reference resolved whose value is kept, p99", 1000);
    return findings.result(this, size);
  }

  private static RunResult measured(Class<?> benchmarks, String method, boolean quick) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + benchmarks.getName().replace(".", "\\.") + "\\." + method + "$")
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT);
    if (quick) {
      options = options.forks(1).warmupIterations(1).measurementIterations(1);
      options = options.measurementTime(TimeValue.milliseconds(200));
    }
    try {
      Collection<RunResult> results = new Runner(options.build()).run();
      return results.iterator().next();
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH did not run " + method, e);
    }
  }

  /** The benchmarks say their times in microseconds. */
  private static void add(Findings findings, String name, RunResult run) {
    Result<?> times = run.getPrimaryResult();
    findings.lower(name + ", p50", "µs", times.getStatistics().getPercentile(50));
    findings.lower(name + ", p99", "µs", times.getStatistics().getPercentile(99));
    Result<?> allocated = run.getSecondaryResults().get("gc.alloc.rate.norm");
    if (allocated != null) {
      findings.lower(name + ", allocated", "B", allocated.getScore());
    }
  }
}
