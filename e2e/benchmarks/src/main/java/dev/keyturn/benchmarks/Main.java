package dev.keyturn.benchmarks;

import dev.keyturn.benchmarks.report.ReportFiles;
import dev.keyturn.benchmarks.result.ResultFolder;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.scenario.Bench;
import dev.keyturn.benchmarks.scenario.Scenario;
import dev.keyturn.benchmarks.subject.ChartFlags;
import dev.keyturn.benchmarks.subject.Keyturn;
import dev.keyturn.benchmarks.subject.ManifestTemplates;
import dev.keyturn.benchmarks.subject.Peer;
import dev.keyturn.benchmarks.subject.Subject;
import dev.keyturn.benchmarks.subject.UnpackedImage;
import dev.keyturn.benchmarks.world.Progress;
import dev.keyturn.benchmarks.world.World;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.component.SourceTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs scenarios and stores what they give: {@code full|quick [WORD=value...]}, or {@code report}.
 */
public final class Main {
  private final Settings settings;
  private final Subject subject;
  private final Storage storage;
  private final Provision provision;
  private final Progress progress = new Progress(System.out);

  private Main(Settings settings, Path root, Map<String, String> environment) {
    this.settings = settings;
    this.subject = subject(settings, root, environment);
    this.storage = new Storage(root, settings, subject);
    this.provision = new Provision(environment, root.resolve("e2e/provision"), System.out);
  }

  /** Exits with 1 when a scenario could not be measured, with 2 when a word is wrong. */
  public static void main(String[] arguments) {
    Path root = SourceTree.root();
    if (arguments.length == 1 && arguments[0].equals("report")) {
      Path benchmarks = root.resolve("e2e/benchmarks");
      ReportFiles.write(new ResultFolder(benchmarks.resolve("results")), benchmarks);
      return;
    }
    try {
      boolean complete = new Main(Settings.parse(arguments), root, System.getenv()).run();
      System.exit(complete ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.exit(2);
    }
  }

  private static Subject subject(Settings settings, Path root, Map<String, String> environment) {
    Optional<Peer> peer = Peer.of(environment);
    if (peer.isPresent()) {
      return peer.get();
    }
    List<String> flags = new ArrayList<>(ChartFlags.read(root, settings.memory()));
    Stream.of(environment.getOrDefault("KEYTURN_BENCH_JVM", "").split(" "))
        .filter(flag -> !flag.isEmpty())
        .forEach(flags::add);
    ManifestTemplates manifests =
        new ManifestTemplates(root.resolve("e2e/benchmarks/peers/keyturn"), Optional.empty());
    if (environment.getOrDefault("KEYTURN_BENCH_RUNTIME", "image").equals("jdk")) {
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      return new Keyturn(manifests, java, flags, System.getProperty("java.class.path"));
    }
    UnpackedImage image = UnpackedImage.of(root);
    flags.addAll(0, image.options());
    return new Keyturn(manifests, image.java(), flags, image.classPath());
  }

  private boolean run() {
    List<Scenario> chosen = chosen();
    progress.say(
        "%s: %s", subject.name(), String.join(" ", chosen.stream().map(Scenario::id).toList()));
    List<String> failed = new ArrayList<>();
    World world = null;
    for (Scenario scenario : chosen) {
      List<Integer> sizes =
          settings.sizes().isEmpty() ? scenario.sizes(settings) : settings.sizes();
      for (int size : sizes) {
        world = worldAfter(world);
        if (!measure(scenario, world, size)) {
          failed.add(scenario.id());
          // Whatever it left behind is not to disturb the next one.
          world.close();
          world = null;
        }
      }
    }
    if (world != null) {
      world.close();
    }
    progress.say("report: %s", storage.report());
    failed.forEach(id -> progress.say("NOT MEASURED: scenario %s, see above", id));
    return failed.isEmpty();
  }

  /** Quick runs share the servers; full ones begin with fresh ones each time. */
  private World worldAfter(@Nullable World before) {
    if (before != null && settings.mode() == Mode.QUICK) {
      return before;
    }
    if (before != null) {
      before.close();
    }
    progress.say("starting the servers");
    return World.start(provision, subject);
  }

  private boolean measure(Scenario scenario, World world, int size) {
    progress.say("scenario %s: %s, %d", scenario.id(), scenario.title(), size);
    try {
      ScenarioResult result = scenario.run(new Bench(settings, progress), world, size);
      storage.keep(result);
      result
          .metrics()
          .forEach(metric ->
              progress.say(
                  "  %-62s %10.2f %s%s",
                  metric.name(),
                  metric.median(),
                  metric.unit(),
                  metric.missesGoal() ? "  (goal " + metric.goal() + " not reached)" : ""));
      result.remarks().forEach(remark -> progress.say("  %s", remark));
      return true;
    } catch (IllegalStateException e) {
      progress.say("  could not be measured: %s", e);
      return false;
    }
  }

  private List<Scenario> chosen() {
    List<Scenario> all = Scenario.all();
    if (settings.scenarios().isEmpty()) {
      return all;
    }
    return settings.scenarios().stream()
        .map(id ->
            all.stream()
                .filter(scenario -> scenario.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario is called " + id)))
        .toList();
  }
}
