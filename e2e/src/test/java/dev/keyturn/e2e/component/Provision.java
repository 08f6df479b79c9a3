package dev.keyturn.e2e.component;

import dev.keyturn.e2e.component.Availability.Found;
import dev.keyturn.e2e.component.Availability.Missing;
import dev.keyturn.e2e.process.ProcessLock;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Finds the programs of the real servers: own variable, {@code KUBEBUILDER_ASSETS}, PATH, cache
 * folder, then the scripts of {@code e2e/provision} that fill the cache. Searches each once and
 * prints one line about it. Safe for use by several threads and processes.
 */
public final class Provision {
  private final Map<String, String> environment;
  private final Path scripts;
  private final PrintStream lines;
  private final Map<Component, Availability> results = new ConcurrentHashMap<>();

  /**
   * @param scripts the folder {@code e2e/provision}
   * @param lines where the line per component goes
   */
  public Provision(Map<String, String> environment, Path scripts, PrintStream lines) {
    this.environment = Map.copyOf(environment);
    this.scripts = scripts;
    this.lines = lines;
  }

  /** May take minutes when the program has to be built. */
  public Availability locate(Component component) {
    return results.computeIfAbsent(component, this::search);
  }

  /** The program; throws {@link IllegalStateException} when {@link #locate} found none. */
  public Path program(Component component) {
    return switch (locate(component)) {
      case Found found -> found.program();
      case Missing missing ->
          throw new IllegalStateException(
              component.id() + ": " + missing.reason() + "; " + missing.remedy());
    };
  }

  private Availability search(Component component) {
    Availability result = firstOf(component);
    lines.println(
        switch (result) {
          case Found found ->
              "provision: " + component.id() + " " + found.origin() + ": " + found.program();
          case Missing missing ->
              "provision: "
                  + component.id()
                  + " SKIPPED: "
                  + missing.reason()
                  + "; "
                  + missing.remedy();
        });
    return result;
  }

  private Availability firstOf(Component component) {
    String own = environment.getOrDefault(component.variable(), "");
    if (!own.isEmpty()) {
      return Files.isExecutable(Path.of(own))
          ? new Found(Path.of(own), "named by " + component.variable())
          : new Missing(
              component.variable() + " names no executable file", "correct or unset the variable");
    }
    List<String> tooOld = new ArrayList<>();
    return onPath(component, tooOld)
        .or(() -> inCache(component, "found in the cache"))
        .orElseGet(() -> makeAlone(component, tooOld));
  }

  /** One test process at a time builds a component; the others find it in the cache afterwards. */
  private Availability makeAlone(Component component, List<String> tooOld) {
    return ProcessLock.holding(
        cacheFolder().resolve(component.id() + ".lock"),
        () -> inCache(component, "found in the cache").orElseGet(() -> make(component, tooOld)));
  }

  private Optional<Availability> onPath(Component component, List<String> tooOld) {
    String path =
        environment.getOrDefault("KUBEBUILDER_ASSETS", "")
            + File.pathSeparator
            + environment.getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> component.programs().stream().map(Path.of(folder)::resolve))
        .filter(Files::isExecutable)
        .filter(program -> recentEnough(component, program, tooOld))
        .findFirst()
        .map(program -> new Found(program, "found on PATH"));
  }

  private static boolean recentEnough(Component component, Path program, List<String> tooOld) {
    ProgramVersion oldest = ProgramVersion.parse(component.oldestOnPath()).orElseThrow();
    Optional<ProgramVersion> version = ProgramVersion.ask(program, component.versionArguments());
    if (version.isPresent() && version.get().compareTo(oldest) >= 0) {
      return true;
    }
    tooOld.add(program + " is " + version.map(Object::toString).orElse("silent about its version"));
    return false;
  }

  private Optional<Availability> inCache(Component component, String origin) {
    Path program =
        cacheFolder()
            .resolve(component.id())
            .resolve(pinnedVersion(component))
            .resolve(platform())
            .resolve(component.id());
    return Files.isExecutable(program) ? Optional.of(new Found(program, origin)) : Optional.empty();
  }

  private Availability make(Component component, List<String> tooOld) {
    long started = System.nanoTime();
    Path script = scripts.resolve(component.source().script());
    List<String> output = new ArrayList<>();
    int exit = run(script, component, output);
    long seconds = (System.nanoTime() - started) / 1_000_000_000;
    String reason =
        exit == 0 && output.isEmpty()
            ? script + " left no program in the cache"
            : String.join(" ", output);
    return inCache(component, "built in " + seconds + " s")
        .orElseGet(() ->
            new Missing(
                (tooOld.isEmpty() ? "" : String.join(", ", tooOld) + "; ") + reason,
                component.source().need() + " or set " + component.variable() + "=/path"));
  }

  private int run(Path script, Component component, List<String> output) {
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), component.id()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (var reader = process.inputReader()) {
        reader.lines().forEach(output::add);
      }
      return process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while building " + component.id(), e);
    }
  }

  private String pinnedVersion(Component component) {
    Properties versions = new Properties();
    try (var reader = Files.newBufferedReader(scripts.resolve("versions"))) {
      versions.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty(component.id());
  }

  private Path cacheFolder() {
    String own = environment.getOrDefault("KEYTURN_CACHE_HOME", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches =
        shared.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "/"), ".cache")
            : Path.of(shared);
    return caches.resolve("keyturn");
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine =
        switch (System.getProperty("os.arch")) {
          case "aarch64" -> "arm64";
          case "x86_64" -> "amd64";
          case String other -> other;
        };
    return (system.startsWith("mac") ? "darwin" : "linux") + "-" + machine;
  }
}
