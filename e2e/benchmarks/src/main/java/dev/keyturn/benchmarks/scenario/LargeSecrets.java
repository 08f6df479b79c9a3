package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.measure.Yardstick;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.RawClient;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.Values;
import dev.keyturn.benchmarks.world.World;
import java.util.List;

/** Secrets of 512 KiB, and a quarter as many of nearly the greatest size that Kubernetes takes. */
final class LargeSecrets implements Scenario {
  private static final int LARGE = 512 * 1024;
  private static final int GREATEST = 1_000_000;
  private static final int FEWER = 4;

  @Override
  public String id() {
    return "i";
  }

  @Override
  public String title() {
    return "Large Secrets";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(20, 200));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    try (RawClient raw = world.rawClient(Bench.WORKERS)) {
      measure(bench, world, raw, new Kind("512 KiB", LARGE, size), findings);
      measure(
          bench,
          world,
          raw,
          new Kind("1,000,000 bytes", GREATEST, Math.max(1, size / FEWER)),
          findings);
    }
    findings.goal(Figures.RATIO, 1.5);
    findings.remark("Samples of a figure: 512 KiB, then 1,000,000 bytes.");
    return findings.result(this, size);
  }

  private record Kind(String name, int bytes, int count) {}

  private static void measure(
      Bench bench, World world, RawClient raw, Kind kind, Findings findings) {
    bench.progress().say("  %d Secrets of %s", kind.count, kind.name);
    Values values = new Values(bench.settings().seed(), kind.bytes);
    String marker = "b" + kind.bytes;
    world.writeValues(kind.count, values, marker);
    RawClient.Half before = raw.half(kind.count, values);
    Tenant tenant = world.tenant("large").withStore();
    tenant.syncs(kind.count, Bench.NEVER);
    double seconds;
    double first;
    try (OperatorRun run = world.startOperator()) {
      run.awaitReady();
      bench.await(world, run, tenant.sights(kind.count, marker), "Secrets");
      List<Long> moments = world.watch().moments(tenant.sights(kind.count, marker));
      seconds = (moments.getLast() - run.started()) / 1e9;
      first = (moments.getFirst() - run.started()) / 1e9;
      findings.lower("all Secrets after process start", "s", seconds);
      bench.settle();
      findings.lower("heap, settled", "MiB", run.jvm().heapBytes() / Figures.MIB);
      Figures.memory(findings, run);
      run.terminate();
    }
    tenant.clear();
    Yardstick yardstick = Figures.ratio(findings, before, raw.half(kind.count, values), seconds);
    findings.lower(Figures.RATIO_AFTER_FIRST, "", yardstick.ratio(seconds - first));
  }
}
