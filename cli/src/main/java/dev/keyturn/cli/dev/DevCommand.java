package dev.keyturn.cli.dev;

import dev.keyturn.cli.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the flags of {@code keyturn dev}; {@link DevSession} does the work. */
@Command(
    name = "dev",
    description = {
      "Starts an API server and the operator, and applies an example.",
      "Keeps running and follows edits of the manifests and of the secrets file.",
      "With --once and a command, such as -- kubectl get ssy,secret -A, that command runs while",
      "the API server still stands, with KUBECONFIG set; its exit status is ours."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DevCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--once",
      description = "Wait until everything applied is Ready, print the table, exit.")
  private boolean once;

  @Option(
      names = "--watch",
      paramLabel = "DIR",
      description = "Folder of manifests. Default: the example's.")
  private @Nullable Path watch;

  @Option(
      names = "--secrets",
      paramLabel = "FILE",
      description = "The secrets file. Default: secrets.yaml of the manifests' folder.")
  private @Nullable Path secrets;

  @Option(
      names = "--example",
      paramLabel = "NN",
      defaultValue = "01",
      description = "Number of the example under examples/. Default: ${DEFAULT-VALUE}.")
  private String example = "01";

  @Option(
      names = "--apiserver",
      defaultValue = "embedded",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private DevOptions.ApiServer apiServer = DevOptions.ApiServer.embedded;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port of the API server; 0 = any. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long --once waits. Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @Option(
      names = "--endpoints-allow",
      split = ",",
      defaultValue = "https://*,http://127.0.0.1:8200,http://localhost:8200",
      description =
          "Backends that a store may name; http:// only by an exact entry. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<String> endpoints = new ArrayList<>();

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "With --once: run this when everything is Ready.")
  private List<String> command = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Path manifests = watch == null ? exampleFolder() : watch;
    if (!Files.isDirectory(manifests)) {
      throw new ParameterException(commandLine(), "--watch: no such folder: " + manifests);
    }
    if (!once && !command.isEmpty()) {
      throw new ParameterException(commandLine(), "a command needs --once: it runs at the end");
    }
    DevOptions options =
        new DevOptions(
            once,
            List.copyOf(command),
            manifests,
            secrets == null ? manifests.resolve("secrets.yaml") : secrets,
            apiServer,
            port,
            Duration.ofSeconds(timeoutSeconds),
            List.copyOf(endpoints),
            Path.of(".keyturn"));
    try (DevSession session = DevSession.start(options, System.out)) {
      Runtime.getRuntime().addShutdownHook(new Thread(session::close, "dev-shutdown"));
      return session.run();
    } catch (DevFailure failure) {
      System.err.println("keyturn dev: " + failure.getMessage());
      return ExitStatus.CLUSTER;
    }
  }

  private Path exampleFolder() {
    // The launcher says where the project is, so that it works from any folder.
    Path home = Path.of(System.getProperty("keyturn.home", ""));
    try (Stream<Path> examples = Files.list(home.resolve("examples"))) {
      return examples
          .filter(folder -> String.valueOf(folder.getFileName()).startsWith(example + "-"))
          .findFirst()
          .orElseThrow(
              () -> new ParameterException(commandLine(), "--example: no example " + example));
    } catch (IOException e) {
      throw new ParameterException(commandLine(), "no folder examples here; name one by --watch");
    }
  }

  private picocli.CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec.commandLine();
  }
}
