package dev.keyturn.e2e.operator;

import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the operator is started.
 *
 * @param kubeconfig whose rights it has; absent where it finds its login as in a pod
 * @param namespace its own
 * @param arguments further flags, such as {@code --rbac-mode=cluster}
 * @param jvmFlags of its JVM, such as {@code -Xmx256m}
 * @param environment added to that of the test
 * @param launcher a command that runs the one which follows it, and keeps its process id; empty for
 *     none
 */
public record OperatorOptions(
    @Nullable Path kubeconfig,
    String namespace,
    List<String> arguments,
    List<String> jvmFlags,
    Map<String, String> environment,
    List<String> launcher) {

  private static final List<String> JVM =
      List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:TieredStopAtLevel=1");

  public OperatorOptions {
    arguments = List.copyOf(arguments);
    jvmFlags = List.copyOf(jvmFlags);
    environment = Map.copyOf(environment);
    launcher = List.copyOf(launcher);
  }

  public static OperatorOptions of(Path kubeconfig, String namespace) {
    return new OperatorOptions(kubeconfig, namespace, List.of(), JVM, Map.of(), List.of());
  }

  /**
   * As in a pod, whose token file gets another content now and then.
   *
   * @param server without TLS
   */
  public static OperatorOptions ofTokenFile(URI server, Path token, String namespace) {
    return new OperatorOptions(null, namespace, List.of(), JVM, Map.of(), List.of())
        .withJvm(
            "-D" + Config.KUBERNETES_MASTER_SYSTEM_PROPERTY + "=" + server,
            "-D" + Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY + "=false",
            "-D" + Config.KUBERNETES_AUTH_TRYSERVICEACCOUNT_SYSTEM_PROPERTY + "=true",
            "-D" + Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY + "=" + token);
  }

  /** The same with more flags of the operator. */
  public OperatorOptions with(String... more) {
    return new OperatorOptions(
        kubeconfig, namespace, joined(arguments, more), jvmFlags, environment, launcher);
  }

  /** The same with more flags of the JVM; a later one wins. */
  public OperatorOptions withJvm(String... more) {
    return new OperatorOptions(
        kubeconfig, namespace, arguments, joined(jvmFlags, more), environment, launcher);
  }

  /** The same, started by another command. */
  public OperatorOptions by(String... command) {
    return new OperatorOptions(
        kubeconfig, namespace, arguments, jvmFlags, environment, List.of(command));
  }

  private static List<String> joined(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toList();
  }

  /** The command line of the operator's main class, without the port. */
  List<String> flags() {
    List<String> flags = new ArrayList<>(List.of("--operator-namespace", namespace));
    if (kubeconfig != null) {
      flags.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    }
    flags.addAll(arguments);
    return flags;
  }
}
