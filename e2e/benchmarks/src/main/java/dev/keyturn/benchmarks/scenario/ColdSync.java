package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.measure.Yardstick;
import dev.keyturn.benchmarks.result.Curve;
import dev.keyturn.benchmarks.result.Plot;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.Counts;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.RawClient;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.util.List;

/** The objects exist, with a path each; the operator starts. */
final class ColdSync implements Scenario {
  private static final int WARM_UP = 200;

  @Override
  public String id() {
    return "a";
  }

  @Override
  public String title() {
    return "Cold sync";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(300, 1000));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    world.writeValues(size, bench.values(), Bench.FIRST);
    try (RawClient raw = world.rawClient(Bench.WORKERS)) {
      raw.half(Math.min(size, WARM_UP), bench.values());
      int repetitions = bench.settings().repetitions(size);
      for (int repetition = 0; repetition < repetitions; repetition++) {
        bench.progress().say("  repetition %d of %d", repetition + 1, repetitions);
        RawClient.Half before = raw.half(size, bench.values());
        Span span = operator(bench, world, size, findings);
        RawClient.Half after = raw.half(size, bench.values());
        processors(findings, before, after, size);
        Yardstick yardstick = Figures.ratio(findings, before, after, span.last);
        findings.lower(Figures.RATIO_AFTER_FIRST, "", yardstick.ratio(span.last - span.first));
      }
    }
    findings.goal(Figures.RATIO, 1.5);
    findings.goal("Secrets per second after the first", 300);
    findings.goal("first Secret", 4);
    return findings.result(this, size);
  }

  /** What the raw client's half of the ratio costs, beside the same two figures of the operator. */
  private static void processors(
      Findings findings, RawClient.Half before, RawClient.Half after, int size) {
    findings.lower(
        "raw client: processor time of itself per Secret",
        "ms",
        (before.own() + after.own()) / 2 * 1000 / size);
    findings.lower(
        "raw client: processor time of API server, etcd and Vault per Secret",
        "ms",
        (before.servers() + after.servers()) / 2 * 1000 / size);
  }

  /** First and last Secret, in seconds after the start of the process. */
  private record Span(double first, double last) {}

  private static Span operator(Bench bench, World world, int size, Findings findings) {
    Tenant tenant = world.tenant("cold").withStore();
    tenant.syncs(size, Bench.NEVER);
    Counts counts = world.counts();
    double serversBefore = world.serverSeconds();
    Span span;
    try (OperatorRun run = world.startOperator()) {
      bench.await(world, run, tenant.sights(size, Bench.FIRST), "Secrets");
      List<Double> moments =
          world.watch().moments(tenant.sights(size, Bench.FIRST)).stream()
              .map(moment -> (moment - run.started()) / 1e9)
              .toList();
      bench.settle();
      span = new Span(moments.getFirst(), moments.getLast());
      double seconds = span.last;
      findings.lower("all Secrets after process start", "s", seconds);
      findings.lower("first Secret", "s", moments.getFirst());
      findings.higher(
          "Secrets per second after the first",
          "/s",
          (size - 1) / Math.max(1e-3, seconds - moments.getFirst()));
      findings.lower(
          "processor time of the operator per Secret",
          "ms",
          run.reading().cpuSeconds() * 1000 / size);
      findings.lower(
          "processor time of API server, etcd and Vault per Secret",
          "ms",
          (world.serverSeconds() - serversBefore) * 1000 / size);
      Figures.memory(findings, run);
      Figures.requests(findings, counts.take(), size);
      findings.plot(
          new Plot(
              "Secrets after the start of the process",
              "seconds",
              "Secrets",
              List.of(Curve.cumulative("operator", moments))));
      run.terminate();
    }
    tenant.clear();
    bench.progress().say("    operator: %d Secrets in %.1f s", size, span.last);
    return span;
  }
}
