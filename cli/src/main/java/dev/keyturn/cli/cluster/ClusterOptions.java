package dev.keyturn.cli.cluster;

import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Surroundings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A mixin of every verb that asks a cluster: which one, and which namespace of it. */
public final class ClusterOptions {
  private static final int REQUEST_MILLIS = 10_000;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Default: $KUBECONFIG, then ~/.kube/config, then the pod's own identity.")
  private @Nullable Path kubeconfig;

  @Option(names = "--context", paramLabel = "NAME", description = "Of the kubeconfig.")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Default: the context's.")
  private @Nullable String namespace;

  /**
   * A client with the rights of whoever runs the command.
   *
   * @throws CommandFailure {@link ExitStatus#USAGE} when the kubeconfig cannot be read
   */
  public KubernetesClient open(Surroundings surroundings) {
    Config config = config(surroundings);
    config.setRequestRetryBackoffLimit(1);
    config.setRequestTimeout(REQUEST_MILLIS);
    config.setConnectionTimeout(REQUEST_MILLIS);
    if (namespace != null) {
      config.setNamespace(namespace);
    }
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** The namespace that the verb is about. */
  public static String namespace(KubernetesClient client) {
    return Objects.requireNonNullElse(client.getNamespace(), "default");
  }

  private Config config(Surroundings surroundings) {
    Path file = kubeconfig == null ? fromEnvironment(surroundings) : kubeconfig;
    if (file == null) {
      return Config.autoConfigure(context);
    }
    Path path = surroundings.folder().resolve(file);
    try {
      return Config.fromKubeconfig(context, Files.readString(path), path.toString());
    } catch (IOException | RuntimeException e) {
      throw new CommandFailure(
          ExitStatus.USAGE,
          "no kubeconfig can be read from " + path,
          "name one by --kubeconfig or KUBECONFIG");
    }
  }

  private static @Nullable Path fromEnvironment(Surroundings surroundings) {
    String named = surroundings.environment().get("KUBECONFIG");
    // Several files are merged by the client itself.
    return named == null || named.isBlank() || named.contains(File.pathSeparator)
        ? null
        : Path.of(named);
  }
}
