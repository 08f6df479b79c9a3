package dev.keyturn.cli;

import dev.keyturn.cli.dev.DevCommand;
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
    subcommands = {DevCommand.class})
public final class Main implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /** Runs one verb and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Which verb? For example: keyturn dev");
    }
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
