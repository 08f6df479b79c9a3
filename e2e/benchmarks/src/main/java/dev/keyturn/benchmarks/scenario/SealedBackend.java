package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Mode;
import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.measure.Percentiles;
import dev.keyturn.benchmarks.result.Curve;
import dev.keyturn.benchmarks.result.Plot;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.CountingProxy;
import dev.keyturn.benchmarks.world.CountingProxy.Passed;
import dev.keyturn.benchmarks.world.Counts;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Pause;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Vault is sealed for a while, then unsealed. */
final class SealedBackend implements Scenario {
  /** So many objects are kept waiting for half an hour. */
  private static final int LONG_FROM = 5000;

  /** Between two probes, at the least: 15 s with a jitter of a fifth. */
  private static final double LEAST_PROBE_SECONDS = 12;

  private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(5);

  @Override
  public String id() {
    return "g";
  }

  @Override
  public String title() {
    return "Vault sealed, then unsealed";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return settings.mode() == Mode.QUICK ? List.of(200) : List.of(1000, LONG_FROM);
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    int interval = bench.settings().choose(10, 30);
    Duration sealed = bench.settings().window(8, size < LONG_FROM ? 120 : 1800);
    findings.parameter("interval, s", interval);
    findings.parameter("sealed, s", sealed.toSeconds());
    world.writeValues(size, bench.values(), Bench.FIRST);
    try (CountingProxy proxy = CountingProxy.before(world.vault().url())) {
      Tenant tenant = world.tenant("sealed").withStore(proxy.url());
      tenant.syncs(size, interval + "s");
      try (OperatorRun run = world.startOperator(proxy.url())) {
        bench.await(world, run, tenant.sights(size, Bench.FIRST), "Secrets");
        bench.settleOnGrid(Duration.ofSeconds(interval));
        long from = System.nanoTime();
        seal(bench, world, proxy, size, sealed, findings);
        recover(bench, world, proxy, size, findings);
        findings.plot(
            new Plot(
                "Requests to Vault in each second; sealed from 0 to " + sealed.toSeconds(),
                "seconds",
                "requests",
                List.of(perSecond(proxy.passed(from, Long.MAX_VALUE), from))));
        Figures.memory(findings, run);
        run.terminate();
      }
      tenant.clear();
    }
    return findings.result(this, size);
  }

  private static void seal(
      Bench bench, World world, CountingProxy proxy, int size, Duration time, Findings findings) {
    bench.progress().say("  seal");
    Counts counts = world.counts();
    long from = System.nanoTime();
    world.vault().seal();
    bench.watchFor(time, "sealed");
    // What Vault still answered with a value was not asked of a sealed Vault.
    List<Passed> calls =
        proxy.passed(from, System.nanoTime()).stream().filter(it -> it.status() != 200).toList();
    double seconds = time.toMillis() / 1e3;
    findings.lower("Vault requests per second while sealed", "/s", calls.size() / seconds);
    findings.goal(
        "Vault requests per second while sealed", (5 + seconds / LEAST_PROBE_SECONDS) / seconds);
    findings.lower(
        "logins while sealed", "", (double) calls.stream().filter(Passed::isLogin).count());
    Counts.Taken taken = counts.take();
    findings.lower("Kubernetes writes per object while sealed", "", taken.writes() / (double) size);
    // Once it is stale, each says so.
    findings.goal("Kubernetes writes per object while sealed", size < LONG_FROM ? 0.05 : 1);
    findings.counts(taken.requests().countByKind());
  }

  private static void recover(
      Bench bench, World world, CountingProxy proxy, int size, Findings findings) {
    bench.progress().say("  unseal");
    world.vault().unseal();
    long from = System.nanoTime();
    Map<String, Double> before = new HashMap<>();
    values(proxy.passed(Long.MIN_VALUE, from)).forEach(it -> before.put(it.path(), age(it, from)));
    Map<String, Double> first = Map.of();
    while (first.size() < size && System.nanoTime() - from < RECOVERY_LIMIT.toNanos()) {
      Pause.of(Duration.ofSeconds(1));
      first = firstReads(proxy.passed(from, Long.MAX_VALUE), from);
      bench.progress().say("    read again: %d of %d", first.size(), size);
    }
    if (first.size() < size) {
      findings.remark(
          (size - first.size())
              + " objects were not read within "
              + RECOVERY_LIMIT.toSeconds()
              + " s of the unsealing.");
    }
    if (!first.isEmpty()) {
      Percentiles moments = Percentiles.of(first.values());
      findings.lower("first read after unsealing", "s", moments.least());
      findings.goal("first read after unsealing", 20);
      findings.lower("last first read after unsealing", "s", moments.greatest());
      findings.goal("last first read after unsealing", 300);
      findings.lower(
          "from the first to the last of these reads", "s", moments.greatest() - moments.least());
      findings.goal("from the first to the last of these reads", 10);
      findings.higher("share of pairs of objects read again in order", "", ordered(before, first));
    }
    Curve curve = perSecond(proxy.passed(from, Long.MAX_VALUE), from);
    findings.lower(
        "most Vault requests in 1 s after unsealing",
        "/s",
        curve.points().stream().mapToDouble(Curve.Point::y).max().orElse(0));
    findings.goal("most Vault requests in 1 s after unsealing", World.REQUESTS_PER_SECOND);
  }

  private static Map<String, Double> firstReads(List<Passed> passed, long from) {
    Map<String, Double> first = new HashMap<>();
    values(passed).forEach(it -> first.putIfAbsent(it.path(), age(it, from)));
    return first;
  }

  private static Stream<Passed> values(List<Passed> passed) {
    return passed.stream().filter(Passed::isRead).filter(it -> it.status() == 200);
  }

  private static double age(Passed passed, long from) {
    return (passed.at() - from) / 1e9;
  }

  /** 1 where what was read longest ago is read first, 0.5 where chance decides. */
  private static double ordered(Map<String, Double> before, Map<String, Double> after) {
    List<String> paths = after.keySet().stream().filter(before::containsKey).toList();
    double[] earlier = paths.stream().mapToDouble(before::get).toArray();
    double[] later = paths.stream().mapToDouble(after::get).toArray();
    long pairs = 0;
    long inOrder = 0;
    for (int i = 0; i < earlier.length; i++) {
      for (int j = 0; j < i; j++) {
        pairs++;
        inOrder += (earlier[i] < earlier[j]) == (later[i] < later[j]) ? 1 : 0;
      }
    }
    return pairs == 0 ? 1 : (double) inOrder / pairs;
  }

  private static Curve perSecond(List<Passed> passed, long from) {
    int[] counts = new int[1 + passed.stream().mapToInt(it -> second(it, from)).max().orElse(0)];
    passed.forEach(it -> counts[second(it, from)]++);
    List<Curve.Point> points = new ArrayList<>();
    for (int second = 0; second < counts.length; second++) {
      points.add(new Curve.Point(second, counts[second]));
    }
    return new Curve("requests", points);
  }

  private static int second(Passed passed, long from) {
    return (int) ((passed.at() - from) / 1_000_000_000);
  }
}
