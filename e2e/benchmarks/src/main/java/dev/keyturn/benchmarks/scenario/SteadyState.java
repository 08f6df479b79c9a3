package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.result.Curve;
import dev.keyturn.benchmarks.result.Plot;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.CountingProxy;
import dev.keyturn.benchmarks.world.CountingProxy.Passed;
import dev.keyturn.benchmarks.world.Counts;
import dev.keyturn.benchmarks.world.JvmFigures;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Pause;
import dev.keyturn.benchmarks.world.TargetWatch.Sight;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Everything is synced and nothing changes. */
final class SteadyState implements Scenario {
  private static final Duration BETWEEN_ARRIVALS = Duration.ofMillis(400);

  @Override
  public String id() {
    return "c";
  }

  @Override
  public String title() {
    return "Steady state";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(300, 10_000));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    Duration interval = Duration.ofSeconds(bench.settings().choose(10, 60));
    Duration window = bench.settings().window(10, 180);
    findings.parameter("interval, s", interval.toSeconds());
    findings.parameter("window, s", window.toSeconds());
    int arrivals = bench.settings().choose(10, 50);
    world.writeValues(size + arrivals, bench.values(), Bench.FIRST);
    try (CountingProxy proxy = CountingProxy.before(world.vault().url())) {
      Tenant tenant = world.tenant("steady").withStore(proxy.url());
      tenant.syncs(size, interval.toSeconds() + "s");
      try (OperatorRun run = world.startOperator(proxy.url())) {
        bench.await(world, run, tenant.sights(size, Bench.FIRST), "Secrets");
        bench.settleOnGrid(interval);
        measure(bench, world, new Run(run, proxy, size, interval, window), findings);
        arrive(bench, world, run, tenant, new Arrivals(size, arrivals), findings);
        run.terminate();
      }
      tenant.clear();
    }
    return findings.result(this, size);
  }

  /**
   * Objects that are created one by one while the others are refreshed.
   *
   * @param first index of the first of them
   */
  private record Arrivals(int first, int count) {
    List<Sight> sights(Tenant tenant) {
      return IntStream.range(first, first + count)
          .mapToObj(i -> tenant.sight(i, Bench.FIRST))
          .toList();
    }
  }

  /** What is new does not wait behind what is refreshed. */
  private static void arrive(
      Bench bench,
      World world,
      OperatorRun run,
      Tenant tenant,
      Arrivals arrivals,
      Findings findings) {
    bench.progress().say("  %d new objects meanwhile", arrivals.count);
    long[] asked = new long[arrivals.count];
    for (int i = 0; i < arrivals.count; i++) {
      int index = arrivals.first + i;
      asked[i] = System.nanoTime();
      tenant.sync(Tenant.name(index), Tenant.path(index), Bench.NEVER);
      Pause.of(BETWEEN_ARRIVALS);
    }
    List<Sight> sights = arrivals.sights(tenant);
    bench.await(world, run, sights, "new Secrets");
    findings.delays(
        "create to Secret while the others are refreshed",
        IntStream.range(0, arrivals.count)
            .mapToObj(i -> (world.watch().at(sights.get(i)) - asked[i]) / 1e9)
            .toList());
  }

  private record Run(
      OperatorRun operator, CountingProxy proxy, int size, Duration interval, Duration window) {
    double intervals() {
      return (double) window.toMillis() / interval.toMillis();
    }
  }

  private static void measure(Bench bench, World world, Run run, Findings findings) {
    Counts counts = world.counts();
    JvmFigures jvmBefore = run.operator.jvm();
    double used = run.operator.reading().cpuSeconds();
    long from = System.nanoTime();
    bench.watchFor(run.window, "nothing changes");
    long to = System.nanoTime();
    double seconds = (to - from) / 1e9;
    JvmFigures jvm = run.operator.jvm();
    double busy = run.operator.reading().cpuSeconds() - used;
    List<Passed> reads = run.proxy.passed(from, to).stream().filter(Passed::isRead).toList();
    double refreshes = run.size * run.intervals();
    findings.plain("Vault reads per path and interval", "", reads.size() / refreshes);
    Counts.Taken taken = counts.take();
    findings.lower("Kubernetes writes per refresh", "", taken.writes() / refreshes);
    findings.goal("Kubernetes writes per refresh", 0);
    findings.plain("events posted late, for first syncs", "", taken.events());
    findings.lower("Kubernetes live reads per refresh", "", taken.liveReads() / refreshes);
    findings.goal("Kubernetes live reads per refresh", 0);
    findings.lower("cores used by the operator", "", busy / seconds);
    findings.lower(
        "processor time of the operator per refresh",
        "ms",
        busy * 1000 / Math.max(1, reads.size()));
    findings.lower(
        "allocation",
        "MiB/s",
        (jvm.allocatedBytes() - jvmBefore.allocatedBytes()) / Figures.MIB / seconds);
    findings.lower(
        "share of time in collections",
        "%",
        (jvm.collectionSeconds() - jvmBefore.collectionSeconds()) / seconds * 100);
    Figures.memory(findings, run.operator);
    findings.counts(taken.byKind());
    spread(reads, from, seconds, findings);
  }

  /** How evenly the requests are spread over the window. */
  private static void spread(List<Passed> reads, long from, double seconds, Findings findings) {
    int[] perSecond = new int[(int) Math.ceil(seconds)];
    reads.forEach(
        read -> perSecond[Math.min(perSecond.length - 1, (int) ((read.at() - from) / 1e9))]++);
    List<Curve.Point> points = new ArrayList<>();
    int most = 0;
    for (int second = 0; second < perSecond.length; second++) {
      most = Math.max(most, perSecond[second]);
      points.add(new Curve.Point(second, perSecond[second]));
    }
    String name = "most Vault requests in 1 s, times the mean";
    findings.lower(name, "", most / Math.max(1, reads.size() / seconds));
    findings.goal(name, 2);
    findings.plot(
        new Plot(
            "Vault reads in each second", "seconds", "reads", List.of(new Curve("reads", points))));
  }
}
