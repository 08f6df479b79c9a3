package dev.keyturn.cli;

import dev.keyturn.cli.detect.DetectCommand;
import dev.keyturn.cli.dev.DevCommand;
import dev.keyturn.cli.exec.ExecCommand;
import dev.keyturn.cli.init.InitCommand;
import dev.keyturn.cli.lint.LintCommand;
import dev.keyturn.cli.scan.ScanCommand;
import dev.keyturn.operator.observe.Logging;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code keyturn} command. */
@Command(
    name = "keyturn",
    description = "Keyturn: secrets from backends into Kubernetes.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      DevCommand.class,
      DetectCommand.class,
      ExecCommand.class,
      InitCommand.class,
      LintCommand.class,
      ScanCommand.class
    })
public final class Main implements Runnable {
  private final Surroundings surroundings;
  @Spec private @Nullable CommandSpec spec;

  private Main(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Runs one verb and exits with its status. */
  public static void main(String[] arguments) {
    // Unconfigured, the libraries would print whatever they do among our data.
    Logging.none();
    System.exit(commandLine(Surroundings.ofProcess()).execute(arguments));
  }

  /** The command with all its verbs; each has a field {@code @ParentCommand Main}. */
  public static CommandLine commandLine(Surroundings surroundings) {
    return new CommandLine(new Main(surroundings))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain);
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Which verb? For example: keyturn dev");
    }
  }

  private static int explain(Exception problem, CommandLine verb, CommandLine.ParseResult arguments)
      throws Exception {
    CommandFailure failure =
        switch (problem) {
          case CommandFailure known -> known;
          case KubernetesClientException refused -> ClusterRefusal.of(refused);
          default -> throw problem;
        };
    PrintWriter err = verb.getErr();
    err.println(verb.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
    if (failure.nextStep() != null) {
      err.println("next: " + failure.nextStep());
    }
    err.flush();
    return failure.status();
  }

  /** The version that the jar's manifest says. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"keyturn " + (version == null ? "dev" : version)};
    }
  }
}
