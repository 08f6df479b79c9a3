package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.measure.Percentiles;
import dev.keyturn.benchmarks.result.Curve;
import dev.keyturn.benchmarks.result.Plot;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.Counts;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Parallel;
import dev.keyturn.benchmarks.world.RawClient;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The operator runs with half as many objects synced; eight clients create many at once. */
final class CreateStorm implements Scenario {
  private static final int CREATORS = 8;
  private static final String RATIO = "create to Secret, p99, times the raw client's";
  private static final String TIME_RATIO = "time, times the raw client's";

  @Override
  public String id() {
    return "b";
  }

  @Override
  public String title() {
    return "Create storm";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(200, 2000));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    findings.parameter("clients", CREATORS);
    world.writeValues(size, bench.values(), Bench.FIRST);
    try (RawClient raw = world.rawClient(Bench.WORKERS)) {
      raw.storm(CREATORS, Math.min(size, 200), bench.values());
      bench.progress().say("  raw client");
      RawClient.Storm before = raw.storm(CREATORS, size, bench.values());
      RawClient.Storm storm = operator(bench, world, size, findings);
      List<Double> delays = storm.delays();
      bench.progress().say("  raw client");
      RawClient.Storm after = raw.storm(CREATORS, size, bench.values());
      double ofRaw = (before.seconds() + after.seconds()) / 2;
      findings.plain("raw client: all Secrets after the first creation", "s", ofRaw);
      findings.lower(TIME_RATIO, "", storm.seconds() / ofRaw);
      List<Double> yardstick = new ArrayList<>(before.delays());
      yardstick.addAll(after.delays());
      findings.delays("create to Secret", delays);
      findings.delays("raw client: create to Secret", yardstick);
      double p99 = Percentiles.of(delays).at(99);
      findings.lower(RATIO, "", p99 / Percentiles.of(yardstick).at(99));
      findings.plot(
          new Plot(
              "From creation to Secret",
              "seconds",
              "objects (the raw client's twice)",
              List.of(
                  Curve.cumulative("operator", delays),
                  Curve.cumulative("raw client", yardstick))));
    }
    findings.goal(RATIO, 2);
    findings.goal(TIME_RATIO, 1.5);
    return findings.result(this, size);
  }

  private static RawClient.Storm operator(Bench bench, World world, int size, Findings findings) {
    int present = size / 2;
    Tenant first = world.tenant("present").withStore();
    first.syncs(present, Bench.NEVER);
    Tenant storm = world.tenant("storm").withStore();
    long[] asked = new long[size];
    try (OperatorRun run = world.startOperator()) {
      bench.await(world, run, first.sights(present, Bench.FIRST), "Secrets before the storm");
      bench.settle();
      Counts counts = world.counts();
      double used = run.reading().cpuSeconds();
      bench.progress().say("  storm");
      double creating =
          Parallel.run(
              CREATORS,
              size,
              i -> {
                asked[i] = System.nanoTime();
                storm.sync(Tenant.name(i), Tenant.path(i), Bench.NEVER);
              });
      bench.await(world, run, storm.sights(size, Bench.FIRST), "Secrets");
      List<Double> delays =
          IntStream.range(0, size)
              .mapToObj(i -> (world.watch().at(storm.sight(i, Bench.FIRST)) - asked[i]) / 1e9)
              .toList();
      bench.settle();
      long last = world.watch().moments(storm.sights(size, Bench.FIRST)).getLast();
      findings.plain("creating the objects", "s", creating);
      double seconds = (last - asked[0]) / 1e9;
      findings.lower("all Secrets after the first creation", "s", seconds);
      findings.lower(
          "processor time of the operator per Secret",
          "ms",
          (run.reading().cpuSeconds() - used) * 1000 / size);
      Figures.memory(findings, run);
      Figures.requests(findings, counts.take(), size);
      run.terminate();
      first.clear();
      storm.clear();
      return new RawClient.Storm(delays, seconds);
    }
  }
}
