package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.Changes;
import dev.keyturn.benchmarks.world.CountingProxy;
import dev.keyturn.benchmarks.world.Counts;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Parallel;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Many stores hang at once, more than there are workers; what does another store notice of it? */
final class HangingStores implements Scenario {
  private static final int CREATORS = 8;
  private static final int STORES = 40;
  private static final int SHARE_OF_GOOD = 10;
  private static final String RATIO = "change to Secret, p99, times that before they hung";

  @Override
  public String id() {
    return "n";
  }

  @Override
  public String title() {
    return "Stores that hang";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(80, 1000));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    int good = Math.max(10, size / SHARE_OF_GOOD);
    int each = Math.max(1, size / STORES);
    int interval = 10;
    findings.parameter("interval, s", interval);
    findings.parameter("good objects", good);
    findings.parameter("stores that hang", STORES);
    world.writeValues(good + each, bench.values(), Bench.FIRST);
    Tenant tenant = world.tenant("good").withStore();
    tenant.syncs(good, interval + "s");
    Changes changes = new Changes(world, tenant, bench.values());
    Duration time = bench.settings().window(5, 60);
    ChangeRound round = new ChangeRound(bench, world, tenant, changes, good, time);
    try (CountingProxy proxy = CountingProxy.before(world.vault().url())) {
      List<Tenant> others =
          IntStream.range(0, STORES)
              .mapToObj(i -> world.tenant("hanging").withStore(proxy.url()))
              .toList();
      for (Tenant other : others) {
        Parallel.run(
            CREATORS, each, i -> other.sync(Tenant.name(i), Tenant.path(good + i), interval + "s"));
      }
      try (OperatorRun run = world.startOperator(world.vault().url(), proxy.url())) {
        bench.await(world, run, tenant.sights(good, Bench.FIRST), "Secrets");
        others.forEach(
            other -> bench.await(world, run, other.sights(each, Bench.FIRST), "Secrets"));
        bench.settleOnGrid(Duration.ofSeconds(interval));
        List<Double> before = round.measure(run, "v1");
        bench.progress().say("  %d stores hang", STORES);
        proxy.silence();
        Counts counts = world.counts();
        List<Double> meanwhile = round.measure(run, "v2");
        ChangeRound.compare(
            findings, RATIO, "before they hang", before, "while they hang", meanwhile);
        findings.counts(counts.take().byKind());
        Figures.memory(findings, run);
        run.kill();
      }
      others.forEach(Tenant::clear);
    }
    tenant.clear();
    return findings.result(this, size);
  }
}
