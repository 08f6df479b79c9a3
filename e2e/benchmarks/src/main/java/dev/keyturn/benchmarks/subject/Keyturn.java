package dev.keyturn.benchmarks.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keyturn from this build, with the flags of the image and of the chart.
 *
 * @param java the program of its process
 * @param jvmFlags of its process, in order; a later one wins
 * @param classPath of jars, as in the image
 */
public record Keyturn(
    ManifestTemplates manifests, Path java, List<String> jvmFlags, String classPath)
    implements Subject {
  private static final String MAIN = "dev.keyturn.operator.runtime.Main";

  public Keyturn {
    jvmFlags = List.copyOf(jvmFlags);
  }

  @Override
  public String name() {
    return "Keyturn";
  }

  @Override
  public List<String> command(Launch launch) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(jvmFlags);
    command.add("@" + classPathFile(launch.folder()));
    command.add(MAIN);
    command.addAll(
        List.of(
            "--kubeconfig=" + launch.kubeconfig(),
            "--operator-namespace=" + launch.namespace(),
            "--pod-name=keyturn-0",
            "--rbac-mode=cluster",
            "--endpoints-allow=" + launch.vault(),
            "--http-address=127.0.0.1",
            "--http-port=" + launch.httpPort()));
    return command;
  }

  private Path classPathFile(Path folder) {
    try {
      return Files.writeString(folder.resolve("classpath.args"), "-cp \"" + classPath + "\"\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On a whole JDK, whose classes are not those of the image's cache. */
  @Override
  public Optional<Subject> recorded(Path recording) {
    List<String> flags = new ArrayList<>(jvmFlags);
    flags.removeIf(flag -> flag.startsWith("-XX:AOT"));
    flags.add(
        "-XX:StartFlightRecording=filename="
            + recording
            + ",settings=profile,jdk.Compilation#threshold=0ms");
    Path jdk = Path.of(System.getProperty("java.home"), "bin", "java");
    return Optional.of(new Keyturn(manifests, jdk, flags, classPath));
  }

  /** As the image and the chart set it. */
  @Override
  public Map<String, String> environment() {
    return Map.of("MALLOC_ARENA_MAX", "1");
  }

  @Override
  public Optional<String> readyPath() {
    return Optional.of("/readyz");
  }
}
