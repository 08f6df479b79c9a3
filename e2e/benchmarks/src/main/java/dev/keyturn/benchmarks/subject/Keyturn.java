package dev.keyturn.benchmarks.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.devcluster.PodAccess;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
            "--operator-namespace=" + launch.namespace(),
            "--pod-name=keyturn-" + launch.httpPort(),
            "--rbac-mode=cluster",
            "--endpoints-allow="
                + launch.backends().stream().map(URI::toString).collect(Collectors.joining(",")),
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

  /** As the image and the chart set it, and as a pod has it. */
  @Override
  public Map<String, String> environment(Launch launch) {
    Config access = Config.fromKubeconfig(launch.kubeconfig().toFile());
    String authority = new String(Base64.getDecoder().decode(access.getCaCertData()), UTF_8);
    try {
      Map<String, String> variables =
          PodAccess.write(
              access.getMasterUrl(), authority, access.getAutoOAuthToken(), launch.folder());
      variables.put("MALLOC_ARENA_MAX", "1");
      return variables;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<String> readyPath() {
    return Optional.of("/readyz");
  }
}
