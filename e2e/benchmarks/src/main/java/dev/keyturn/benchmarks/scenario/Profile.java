package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.measure.FlightProfile;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.subject.Subject;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A cold sync once more, with the Flight Recorder: it says where the time goes, and nothing of how
 * much it is, because the recorder needs a JDK and no class cache.
 */
final class Profile implements Scenario {
  @Override
  public String id() {
    return "p";
  }

  @Override
  public String title() {
    return "Profile of a cold sync";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(300, 5000));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    Path recording = temporary();
    try {
      world
          .recorded(recording)
          .ifPresentOrElse(
              subject -> record(bench, world, subject, size, recording, findings),
              () -> findings.remark("Only an operator on the JVM can be recorded."));
      return findings.result(this, size);
    } finally {
      delete(recording);
    }
  }

  private static void record(
      Bench bench, World world, Subject subject, int size, Path recording, Findings findings) {
    world.writeValues(size, bench.values(), Bench.FIRST);
    Tenant tenant = world.tenant("profile").withStore();
    tenant.syncs(size, Bench.NEVER);
    double seconds;
    try (OperatorRun run = world.startOperator(subject)) {
      bench.await(world, run, tenant.sights(size, Bench.FIRST), "Secrets");
      bench.settle();
      seconds = run.reading().cpuSeconds();
      run.terminate();
    }
    tenant.clear();
    FlightProfile profile = FlightProfile.read(recording);
    findings.plain("processor time, recorder included", "s", seconds);
    findings.plain("just-in-time compiler", "s", profile.compiling().toMillis() / 1e3);
    findings.plain("pauses of the collector", "s", profile.collecting().toMillis() / 1e3);
    for (FlightProfile.Part part : FlightProfile.Part.values()) {
      findings.plain("share of samples: " + part.title(), "%", profile.share(part));
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("keyturn-", ".jfr");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path recording) {
    try {
      Files.deleteIfExists(recording);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
