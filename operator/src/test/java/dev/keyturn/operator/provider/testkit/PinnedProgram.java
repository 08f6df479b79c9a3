package dev.keyturn.operator.provider.testkit;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Assumptions;

/**
 * A real server's program in the version of {@code e2e/provision/versions}, from the cache that the
 * scripts beside that file fill.
 *
 * @param component its name there
 * @param script the script that fills the cache with it
 */
public record PinnedProgram(String component, String script) {

  /**
   * The one that {@code KEYTURN_<COMPONENT>} names, or that of the cache. Where there is none, the
   * test is aborted, or fails if {@code KEYTURN_E2E=required}.
   */
  public Path path() {
    Map<String, String> environment = System.getenv();
    String own = environment.get("KEYTURN_" + component.toUpperCase(Locale.ROOT).replace('-', '_'));
    Path program = own != null ? Path.of(own) : cached(environment);
    if (!Files.isExecutable(program)) {
      missing(
          "no %s at %s; run e2e/provision/%s %s".formatted(component, program, script, component));
    }
    return program;
  }

  private static void missing(String what) {
    if ("required".equals(System.getenv("KEYTURN_E2E"))) {
      throw new IllegalStateException("KEYTURN_E2E=required, but there is " + what);
    }
    Assumptions.abort(what);
  }

  private Path cached(Map<String, String> environment) {
    String home = System.getProperty("user.home");
    String caches = environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache");
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    return Path.of(
        environment.getOrDefault("KEYTURN_CACHE_HOME", caches + "/keyturn"),
        component,
        version(),
        system + "-" + machine,
        component);
  }

  /** The version that the tests are written for. */
  public String version() {
    Properties versions = new Properties();
    Path file = Path.of(System.getProperty("keyturn.root", ".."), "e2e/provision/versions");
    try (Reader reader = Files.newBufferedReader(file)) {
      versions.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty(component);
  }
}
