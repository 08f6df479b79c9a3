package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.Counts;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.time.Duration;
import java.util.List;

/** The operator ends, by SIGTERM and by SIGKILL, with everything synced, and starts again. */
final class Restart implements Scenario {
  /** So long that none of thousands falls due while it is counted. */
  static final String INTERVAL = "8760h";

  private static final double READY_GOAL_SECONDS = 2;

  @Override
  public String id() {
    return "e";
  }

  @Override
  public String title() {
    return "Restart when synced";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(300, 5000));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    Duration window = bench.settings().window(5, 60);
    findings.parameter("window, s", window.toSeconds());
    world.writeValues(size + 2, bench.values(), Bench.FIRST);
    Tenant tenant = world.tenant("restart").withStore();
    tenant.syncs(size, INTERVAL);
    try (OperatorRun run = world.startOperator()) {
      bench.await(world, run, tenant.sights(size, Bench.FIRST), "Secrets");
      bench.settle();
      run.terminate();
    }
    Next next = new Next(bench, world, findings, tenant, size, window);
    try (OperatorRun run = next.after("SIGTERM", size)) {
      run.kill();
    }
    try (OperatorRun run = next.after("SIGKILL", size + 1)) {
      run.terminate();
    }
    tenant.clear();
    return findings.result(this, size);
  }

  /** The next process, and an object that was created while there was none. */
  private record Next(
      Bench bench, World world, Findings findings, Tenant tenant, int size, Duration window) {

    OperatorRun after(String signal, int fresh) {
      bench.progress().say("  start after %s", signal);
      Tenant other = world.tenant("fresh").withStore();
      other.sync(Tenant.name(fresh), Tenant.path(fresh), INTERVAL);
      Counts counts = world.counts();
      OperatorRun run = world.startOperator();
      findings.lower("ready after " + signal, "s", run.awaitReady());
      findings.goal("ready after " + signal, READY_GOAL_SECONDS);
      profile(run, counts.take(), signal);
      bench.await(world, run, List.of(other.sight(fresh, Bench.FIRST)), "new Secret");
      findings.lower(
          "first new Secret after " + signal,
          "s",
          (world.watch().at(other.sight(fresh, Bench.FIRST)) - run.started()) / 1e9);
      bench.watchFor(window, "counting");
      count(counts.take(), signal, fresh);
      findings.lower(
          "processor time of the start after " + signal, "s", run.reading().cpuSeconds());
      Figures.memory(findings, run);
      other.clear();
      return run;
    }

    /** Where the time until it was ready went. */
    private void profile(OperatorRun run, Counts.Taken taken, String signal) {
      double first = taken.requests().all().stream().mapToDouble(run::secondsUntil).min().orElse(0);
      double last =
          taken.requests().matching(it -> it.verb().equals("list")).all().stream()
              .mapToDouble(run::secondsUntil)
              .max()
              .orElse(0);
      findings.plain("until its first request after " + signal, "s", first);
      findings.plain("until the last page of its first lists after " + signal, "s", last);
      findings.lower("processor time until ready after " + signal, "s", run.reading().cpuSeconds());
    }

    private void count(Counts.Taken taken, String signal, int fresh) {
      long live =
          taken
              .requests()
              .matching(it -> it.verb().equals("get"))
              .matching(it -> it.namespace().equals(tenant.namespace()))
              .count();
      Figures.untouched(findings, taken, tenant, Tenant.path(fresh), signal);
      findings.lower("Kubernetes gets for synced objects after " + signal, "", (double) live);
      // The store's own Secret is read once.
      findings.goal("Kubernetes gets for synced objects after " + signal, 1);
      findings.plain("objects", "", size);
      findings.counts(taken.byKind());
    }
  }
}
