package dev.keyturn.benchmarks.subject;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another operator, as the variables {@code KEYTURN_BENCH_PEER_*} describe it.
 *
 * @param commandLine for the shell, with {@code {kubeconfig}}, {@code {namespace}}, {@code {port}}
 *     and {@code {vault}} to be filled in
 */
public record Peer(
    String name, String commandLine, ManifestTemplates manifests, Optional<String> readyPath)
    implements Subject {
  private static final String PREFIX = "KEYTURN_BENCH_PEER_";

  /**
   * Empty where no peer is named.
   *
   * @throws IllegalArgumentException when a variable is missing
   */
  public static Optional<Peer> of(Map<String, String> environment) {
    String name = environment.getOrDefault(PREFIX + "NAME", "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Peer(
            name,
            required(environment, "COMMAND"),
            new ManifestTemplates(
                Path.of(required(environment, "MANIFESTS")),
                Optional.ofNullable(environment.get(PREFIX + "CRDS")).map(Path::of)),
            Optional.ofNullable(environment.get(PREFIX + "READY"))));
  }

  private static String required(Map<String, String> environment, String word) {
    String value = environment.getOrDefault(PREFIX + word, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          PREFIX + "NAME is set and " + PREFIX + word + " is not: see README.md");
    }
    return value;
  }

  @Override
  public List<String> command(Launch launch) {
    String line =
        commandLine
            .replace("{kubeconfig}", launch.kubeconfig().toString())
            .replace("{namespace}", launch.namespace())
            .replace("{port}", Integer.toString(launch.httpPort()))
            .replace("{vault}", launch.backends().getFirst().toString());
    // exec: the process that is measured is the operator, not the shell.
    return List.of("/bin/sh", "-c", "exec " + line);
  }

  @Override
  public Map<String, String> environment(Launch launch) {
    return Map.of();
  }

  @Override
  public List<String> jvmFlags() {
    return List.of();
  }

  @Override
  public Optional<Subject> recorded(Path recording) {
    return Optional.empty();
  }
}
