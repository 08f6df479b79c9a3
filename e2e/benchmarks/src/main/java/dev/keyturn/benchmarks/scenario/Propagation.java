package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.measure.Percentiles;
import dev.keyturn.benchmarks.result.Curve;
import dev.keyturn.benchmarks.result.Plot;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.subject.Keyturn;
import dev.keyturn.benchmarks.world.Changes;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Values change at the backend at random times; when does the Secret show it? */
final class Propagation implements Scenario {

  @Override
  public String id() {
    return "d";
  }

  @Override
  public String title() {
    return "Propagation of changes";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(100, 500));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    int seconds = bench.settings().choose(10, 60);
    Duration interval = Duration.ofSeconds(seconds);
    findings.parameter("interval, s", seconds);
    world.writeValues(size, bench.values(), Bench.FIRST);
    Tenant tenant = world.tenant("change").withStore();
    tenant.syncs(size, seconds + "s");
    try (OperatorRun run = world.startOperator()) {
      bench.await(world, run, tenant.sights(size, Bench.FIRST), "Secrets");
      bench.settleOnGrid(interval);
      Changes changes = new Changes(world, tenant, bench.values());
      bench.progress().say("  %d changes at random times", size);
      changes.spread(size, interval, "v1");
      bench.await(world, run, tenant.sights(size, "v1"), "changed Secrets");
      List<Double> delays = changes.delays(size, "v1");
      findings.delays("change to Secret", delays);
      findings.goal("change to Secret, p95", seconds * 0.97);
      // The grid moves each read by up to 5 % of the interval, so the longest gap is above it.
      findings.goal("change to Secret, p99", seconds + 1);
      findings.lower(
          "distance from an even distribution over the interval",
          "",
          Percentiles.of(delays).distanceFromUniform(seconds));
      List<Curve> curves = new ArrayList<>(List.of(Curve.cumulative("by the interval", delays)));
      if (world.subject() instanceof Keyturn) {
        curves.add(Curve.cumulative("by request", requested(bench, run, changes, findings)));
      }
      findings.plot(new Plot("From change to Secret", "seconds", "changes", curves));
      run.terminate();
    }
    tenant.clear();
    return findings.result(this, size);
  }

  private static List<Double> requested(
      Bench bench, OperatorRun run, Changes changes, Findings findings) {
    int count = bench.settings().choose(20, 100);
    bench.progress().say("  %d changes with a request for a refresh", count);
    List<Double> delays = changes.requested(count, "v2", run::isAlive);
    findings.delays("change and sync-requested to Secret", delays);
    findings.goal("change and sync-requested to Secret, p95", 1);
    return delays;
  }
}
