package dev.keyturn.e2e.node;

import dev.keyturn.e2e.process.Command;
import dev.keyturn.e2e.process.CommandResult;
import dev.keyturn.e2e.process.ServerProcess;
import dev.keyturn.e2e.process.WorkFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Kubernetes cluster of one node that runs pods, in namespaces and a cgroup of its own. Its
 * network is not reachable from outside: commands run inside. Not for use by several threads.
 */
public final class RealNode implements AutoCloseable {
  /** The address inside at which pods reach the servers that a test starts. */
  public static final String SERVER_ADDRESS = "10.88.0.2";

  /** A program that pauses, or prints a file when its arguments are {@code cat FILE}. */
  public static final String PAUSE_IMAGE = "keyturn.test/pause:1";

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);
  private static final String KUBECONFIG = "/run/node/pki/admin.kubeconfig";

  private final String name = "keyturn-node-" + ProcessHandle.current().pid();
  private final WorkFolder folder = WorkFolder.create("node");
  private final List<ServerProcess> servers = new ArrayList<>();
  private final ServerProcess launcher;

  private RealNode() {
    launcher =
        ServerProcess.start(
            "node",
            List.of(NodeScripts.script("launch.sh").toString(), folder.path("").toString(), name),
            folder.log("node"),
            Map.of());
  }

  /** Starts and waits until the node is Ready; throws with the end of the log when it is not. */
  public static RealNode start() {
    NodeScripts.sweep();
    RealNode node = new RealNode();
    try {
      node.launcher.awaitReady(START_LIMIT, () -> Files.exists(node.folder.path("ready")));
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /** Makes the images of a docker-archive available to pods under the names in it. */
  public void importImages(Path archive) {
    run("ctr", "--namespace", "k8s.io", "images", "import", archive.toAbsolutePath().toString())
        .orThrow();
  }

  /** The output of kubectl with the rights of an administrator; throws when it fails. */
  public String kubectl(String... arguments) {
    return run(with("kubectl", arguments)).orThrow();
  }

  /** Creates or updates the objects of a YAML text; throws when the API server refuses one. */
  public void apply(String manifests) {
    inside(List.of("kubectl", "apply", "--server-side", "-f", "-"), Map.of(), manifests)
        .run(COMMAND_LIMIT)
        .orThrow();
  }

  /** Runs a program of the machine or of the node inside, as root. */
  public CommandResult run(String... line) {
    return run(List.of(line), Map.of());
  }

  /** The same with variables added to the environment. */
  public CommandResult run(List<String> line, Map<String, String> environment) {
    return inside(line, environment, "").run(COMMAND_LIMIT);
  }

  /** Starts a server inside that lives as long as the node; pods reach it if it listens there. */
  public ServerProcess startServer(
      String server, List<String> line, Map<String, String> environment) {
    Command command = inside(line, environment, "");
    ServerProcess process =
        ServerProcess.start(server, command.line(), folder.log(server), command.environment());
    servers.add(process);
    return process;
  }

  /** Kills every process inside, then removes cgroups and state; the logs stay. */
  @Override
  public void close() {
    servers.forEach(ServerProcess::kill);
    launcher.kill();
    NodeScripts.clean(name, folder.path(""));
    folder.close();
  }

  private Command inside(List<String> line, Map<String, String> environment, String input) {
    List<String> entered =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--target=" + firstProcess(),
                "--mount",
                "--net",
                "--cgroup",
                "env",
                "PATH=/run/node/bin:" + System.getenv("PATH"),
                "KUBECONFIG=" + KUBECONFIG));
    entered.addAll(line);
    return new Command(entered, environment, input);
  }

  /** Process 1 of the node under the number that it has outside. */
  private long firstProcess() {
    return ProcessHandle.of(launcher.pid()).stream()
        .flatMap(ProcessHandle::children)
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the node has ended"));
  }

  private static String[] with(String program, String... arguments) {
    return Stream.concat(Stream.of(program), Stream.of(arguments)).toArray(String[]::new);
  }
}
