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
