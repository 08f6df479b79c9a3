package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.measure.MemoryParts;
import dev.keyturn.benchmarks.measure.ProcessReading;
import dev.keyturn.benchmarks.result.Curve;
import dev.keyturn.benchmarks.result.Plot;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.JvmFigures;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Parallel;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the operator's process takes with nothing, some and many objects, and foreign Secrets. */
final class Footprint implements Scenario {
  private static final int CREATORS = 16;

  /** In MiB: 110 of the contract for none, and 130, 160 and 200 MB. */
  private static final Map<Integer, Double> RESIDENT_GOALS =
      Map.of(0, 110.0, 1000, 124.0, 5000, 152.6, 10_000, 190.7);

  @Override
  public String id() {
    return "j";
  }

  @Override
  public String title() {
    return "Footprint";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(300, 10_000));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    Duration rest = bench.settings().window(3, 20);
    findings.parameter("rest, s", rest.toSeconds());
    world.writeValues(size, bench.values(), Bench.FIRST);
    Tenant tenant = world.tenant("present").withStore();
    List<Curve.Point> points = new ArrayList<>();
    int present = 0;
    for (int count : sizesUpTo(size, bench.settings())) {
      int first = present;
      Parallel.run(
          CREATORS,
          count - first,
          i -> tenant.sync(Tenant.name(first + i), Tenant.path(first + i), Bench.NEVER));
      present = count;
      points.add(new Curve.Point(count, measure(bench, world, tenant, count, "", rest, findings)));
    }
    int foreign = 2 * size;
    bench.progress().say("  creating %d foreign Secrets", foreign);
    world.foreignSecrets(foreign, bench.values());
    measure(bench, world, tenant, size, " and " + foreign + " foreign Secrets", rest, findings);
    findings.plot(
        new Plot(
            "Resident memory by objects",
            "objects",
            "MiB",
            List.of(new Curve("resident", points))));
    return findings.result(this, size);
  }

  private static List<Integer> sizesUpTo(int size, Settings settings) {
    return switch (settings.mode()) {
      case QUICK -> List.of(0, size);
      case FULL -> Stream.of(0, size / 10, size / 2, size).distinct().toList();
    };
  }

  private static double measure(
      Bench bench,
      World world,
      Tenant tenant,
      int count,
      String more,
      Duration rest,
      Findings findings) {
    String at = " at " + count + more;
    bench.progress().say("  footprint%s", at);
    try (OperatorRun run = world.startOperator()) {
      run.awaitReady();
      bench.await(world, run, tenant.sights(count, Bench.FIRST), "Secrets");
      bench.watchFor(rest, "at rest");
      ProcessReading reading = run.reading();
      double resident = reading.residentBytes() / Figures.MIB;
      findings.lower("resident memory" + at, "MiB", resident);
      if (more.isEmpty() && RESIDENT_GOALS.containsKey(count)) {
        findings.goal("resident memory" + at, RESIDENT_GOALS.get(count));
      }
      findings.lower("anonymous memory" + at, "MiB", reading.anonymousBytes() / Figures.MIB);
      parts(findings, run, reading, at);
      findings.plain("threads" + at, "", reading.threads());
      findings.plain("descriptors" + at, "", reading.descriptors());
      run.terminate();
      return resident;
    }
  }

  /** Where the resident memory is. */
  private static void parts(Findings findings, OperatorRun run, ProcessReading reading, String at) {
    JvmFigures jvm = run.jvm();
    MemoryParts files = run.memoryParts();
    double known =
        files.classCacheBytes()
            + files.libraryBytes()
            + jvm.committedHeapBytes()
            + jvm.committedCodeBytes();
    findings.lower("live heap" + at, "MiB", jvm.liveBytes() / Figures.MIB);
    findings.plain("heap, live and free" + at, "MiB", jvm.committedHeapBytes() / Figures.MIB);
    findings.plain("class cache" + at, "MiB", files.classCacheBytes() / Figures.MIB);
    findings.plain("code and other classes" + at, "MiB", jvm.committedCodeBytes() / Figures.MIB);
    findings.plain("the JVM and its libraries" + at, "MiB", files.libraryBytes() / Figures.MIB);
    findings.plain("everything else" + at, "MiB", (reading.residentBytes() - known) / Figures.MIB);
  }
}
