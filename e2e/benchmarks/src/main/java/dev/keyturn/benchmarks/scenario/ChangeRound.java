package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.measure.Percentiles;
import dev.keyturn.benchmarks.result.Curve;
import dev.keyturn.benchmarks.result.Plot;
import dev.keyturn.benchmarks.world.Changes;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.time.Duration;
import java.util.List;

/** Changes each value of a tenant once, at random moments, and waits for the Secrets. */
record ChangeRound(
    Bench bench, World world, Tenant tenant, Changes changes, int count, Duration time) {
  /** From each change to the sight of its Secret, in seconds. */
  List<Double> measure(OperatorRun run, String marker) {
    bench.progress().say("  %d changes at random times", count);
    changes.spread(count, time, marker);
    bench.await(world, run, tenant.sights(count, marker), "changed Secrets");
    return changes.delays(count, marker);
  }

  /** Tells of two rounds, the second under what is measured. */
  static void compare(
      Findings findings,
      String ratio,
      String quiet,
      List<Double> before,
      String loud,
      List<Double> meanwhile) {
    findings.delays(quiet + ": change to Secret", before);
    findings.delays(loud + ": change to Secret", meanwhile);
    findings.lower(ratio, "", Percentiles.of(meanwhile).at(99) / Percentiles.of(before).at(99));
    findings.goal(ratio, 2);
    findings.plot(
        new Plot(
            "From change to Secret",
            "seconds",
            "changes",
            List.of(Curve.cumulative(quiet, before), Curve.cumulative(loud, meanwhile))));
  }
}
