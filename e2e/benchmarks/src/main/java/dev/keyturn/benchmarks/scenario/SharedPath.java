package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.result.Curve;
import dev.keyturn.benchmarks.result.Plot;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.Counts;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.RawClient;
import dev.keyturn.benchmarks.world.TargetWatch.Sight;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many objects in many namespaces want one path, which then changes. */
final class SharedPath implements Scenario {
  private static final String READS = "Vault reads per interval";

  @Override
  public String id() {
    return "f";
  }

  @Override
  public String title() {
    return "Shared path";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(200, 1000));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    int seconds = bench.settings().choose(10, 30);
    int namespaces = bench.settings().choose(5, 50);
    findings.parameter("interval, s", seconds);
    findings.parameter("namespaces", namespaces);
    world.writeValues(1, bench.values(), Bench.FIRST);
    List<Tenant> tenants = new ArrayList<>();
    for (int i = 0; i < namespaces; i++) {
      tenants.add(world.tenant("shared"));
    }
    boolean shared = world.shareStore(tenants.stream().map(Tenant::namespace).toList());
    if (!shared) {
      findings.remark("The operator has no store for several namespaces: one store each.");
    }
    try (RawClient raw = world.rawClient(Bench.WORKERS)) {
      raw.half(Math.min(200, size), 1, bench.values());
      RawClient.Half before = raw.half(size, 1, bench.values());
      create(tenants, shared, size / namespaces, seconds + "s");
      double change =
          operator(bench, world, tenants, size / namespaces, Duration.ofSeconds(seconds), findings);
      tenants.forEach(Tenant::clear);
      Figures.ratio(findings, before, raw.half(size, 1, bench.values()), change);
    }
    findings.goal(Figures.RATIO, 1.3);
    findings.goal(READS, 1.1);
    return findings.result(this, size);
  }

  private static void create(List<Tenant> tenants, boolean shared, int each, String interval) {
    for (Tenant tenant : tenants) {
      if (shared) {
        tenant.sharedSyncs(each, Tenant.path(0), interval);
      } else {
        tenant.withStore();
        for (int i = 0; i < each; i++) {
          tenant.sync(Tenant.name(i), Tenant.path(0), interval);
        }
      }
    }
  }

  /** Seconds from the first changed Secret to the last. */
  private static double operator(
      Bench bench,
      World world,
      List<Tenant> tenants,
      int each,
      Duration interval,
      Findings findings) {
    try (OperatorRun run = world.startOperator()) {
      bench.await(world, run, sights(tenants, each, Bench.FIRST), "Secrets");
      bench.settleOnGrid(interval);
      Counts counts = world.counts();
      int intervals = bench.settings().choose(1, 2);
      bench.watchFor(interval.multipliedBy(intervals), "counting reads");
      findings.lower(READS, "", (double) counts.take().backendReads() / intervals);
      bench.progress().say("  change");
      long changed = System.nanoTime();
      world.writeValue(0, bench.values(), "v1");
      bench.await(world, run, sights(tenants, each, "v1"), "changed Secrets");
      List<Double> moments =
          world.watch().moments(sights(tenants, each, "v1")).stream()
              .map(moment -> (moment - changed) / 1e9)
              .toList();
      bench.settle();
      findings.lower("change to first Secret", "s", moments.getFirst());
      findings.lower("change to last Secret", "s", moments.getLast());
      findings.lower("first to last Secret", "s", moments.getLast() - moments.getFirst());
      findings.counts(counts.take().byKind());
      Figures.memory(findings, run);
      findings.plot(
          new Plot(
              "Secrets after the change of their common path",
              "seconds",
              "Secrets",
              List.of(Curve.cumulative("operator", moments))));
      run.terminate();
      return moments.getLast() - moments.getFirst();
    }
  }

  private static List<Sight> sights(List<Tenant> tenants, int each, String marker) {
    return tenants.stream().flatMap(tenant -> tenant.sights(each, marker).stream()).toList();
  }
}
