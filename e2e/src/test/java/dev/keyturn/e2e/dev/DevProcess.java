package dev.keyturn.e2e.dev;

import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.process.Command;
import dev.keyturn.e2e.process.CommandResult;
import dev.keyturn.e2e.process.ServerProcess;
import dev.keyturn.e2e.process.TestClassPath;
import dev.keyturn.e2e.process.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code keyturn dev} in a folder of its own, and a stock kubectl beside it. */
final class DevProcess implements AutoCloseable {
  /** Of the variable in the environment of every run. */
  static final String PREFIX = "KTDEV_";

  /** Value of the variable with this name behind the prefix. */
  static final String PASSWORD = "from a variable";

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final WorkFolder folder;
  private final ServerProcess process;
  private final Path kubectl;

  private DevProcess(WorkFolder folder, ServerProcess process, Path kubectl) {
    this.folder = folder;
    this.process = process;
    this.kubectl = kubectl;
  }

  /** Starts it and waits for its table: then every manifest of the example is applied. */
  static DevProcess start(Path kubectl, List<String> flags) {
    DevProcess dev = launch(kubectl, flags);
    try {
      dev.process.awaitReady(LIMIT, () -> dev.printed().contains("KIND "));
      return dev;
    } catch (RuntimeException e) {
      dev.close();
      throw e;
    }
  }

  /** Starts it and returns at once. */
  static DevProcess launch(Path kubectl, List<String> flags) {
    WorkFolder folder = WorkFolder.create("dev");
    Path classPath = folder.write("classpath.args", "-cp \"" + TestClassPath.text() + "\"\n");
    String line =
        "cd '%s' && exec '%s' -Dkeyturn.home='%s' @'%s' dev.keyturn.cli.Main dev %s"
            .formatted(
                folder.path("."),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                SourceTree.root(),
                classPath,
                String.join(" ", flags));
    ServerProcess process =
        ServerProcess.start(
            "dev",
            List.of("/bin/sh", "-c", line),
            folder.log("dev"),
            Map.of(PREFIX + "PASSWORD", PASSWORD));
    return new DevProcess(folder, process, kubectl);
  }

  /** Waits for the end of a run with {@code --once}; its exit status. */
  int awaitExit() {
    return process.awaitExit(LIMIT);
  }

  String printed() {
    try {
      return Files.readString(process.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs kubectl with the input; throws on an error. */
  String kubectl(String input, String... arguments) {
    return run(List.of(kubectl.toString()), List.of(arguments), input).orThrow();
  }

  /** Runs the check of an example as it stands in the repository. */
  CommandResult check(Path example) {
    return run(List.of("/bin/sh", example.resolve("check").toString()), List.of(), "");
  }

  private CommandResult run(List<String> program, List<String> arguments, String input) {
    Map<String, String> environment =
        Map.of(
            "KUBECONFIG",
            folder.path(".keyturn/kubeconfig").toString(),
            // What kubectl edit runs on the manifest.
            "KUBE_EDITOR",
            "sed -i 's/^spec:/spec:\\n  refreshInterval: 2h/'",
            "PATH",
            kubectl.getParent() + ":" + System.getenv("PATH"));
    List<String> line = Stream.concat(program.stream(), arguments.stream()).toList();
    return new Command(line, environment, input).run(LIMIT);
  }

  @Override
  public void close() {
    process.close();
    folder.close();
  }
}
