package dev.keyturn.cli.migrate;

import dev.keyturn.cli.Main;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Leads from other tools to Keyturn. */
@Command(
    name = "migrate",
    description = "Turns manifests that were written for other tools into ours.",
    mixinStandardHelpOptions = true,
    subcommands = ManifestsCommand.class)
public final class MigrateCommand implements Runnable {
  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;

  Main main() {
    return Objects.requireNonNull(main);
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "Migrate what? keyturn migrate manifests FILE");
  }
}
