package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.Changes;
import dev.keyturn.benchmarks.world.Counts;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Parallel;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.time.Duration;
import java.util.List;

/** One namespace is full of objects that fail; what do the others notice of it? */
final class TenantNoise implements Scenario {
  private static final int CREATORS = 8;
  private static final int SHARE_OF_GOOD = 10;
  private static final String RATIO = "change to Secret, p99, times that without noise";

  @Override
  public String id() {
    return "h";
  }

  @Override
  public String title() {
    return "Noise of another tenant";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(300, 5000));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    int good = Math.max(10, size / SHARE_OF_GOOD);
    int interval = 10;
    findings.parameter("interval, s", interval);
    findings.parameter("good objects", good);
    world.writeValues(good, bench.values(), Bench.FIRST);
    Duration time = bench.settings().window(5, 60);
    Tenant tenant = world.tenant("good").withStore();
    tenant.syncs(good, interval + "s");
    Changes changes = new Changes(world, tenant, bench.values());
    ChangeRound round = new ChangeRound(bench, world, tenant, changes, good, time);
    List<Double> quiet;
    try (OperatorRun run = world.startOperator()) {
      bench.await(world, run, tenant.sights(good, Bench.FIRST), "Secrets");
      bench.settleOnGrid(Duration.ofSeconds(interval));
      quiet = round.measure(run, "v1");
      Tenant noisy = world.tenant("noisy").withStore();
      bench.progress().say("  creating %d objects that fail", size);
      Parallel.run(CREATORS, size, i -> noisy.sync(Tenant.name(i), "absent-" + i, interval + "s"));
      bench.watchFor(Duration.ofSeconds(interval), "the noise begins");
      Counts counts = world.counts();
      List<Double> noise = round.measure(run, "v2");
      ChangeRound.compare(findings, RATIO, "without noise", quiet, "with noise", noise);
      findings.counts(counts.take().byKind());
      Figures.memory(findings, run);
      run.terminate();
      noisy.clear();
    }
    tenant.clear();
    return findings.result(this, size);
  }
}
