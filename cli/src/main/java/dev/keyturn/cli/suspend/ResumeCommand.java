package dev.keyturn.cli.suspend;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Main;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Ends what {@link PauseCommand} began. */
@Command(
    name = "resume",
    description = {
      "Ends a pause: what changed meanwhile is read, and the Secrets are brought up to date.",
      "Takes spec.suspend away and touches no other field, with your own rights."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ResumeCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main keyturn;
  @Spec private @Nullable CommandSpec command;

  @Mixin private SyncSelection selection = new SyncSelection();

  @Override
  public Integer call() {
    selection.set(
        false,
        Objects.requireNonNull(keyturn).surroundings(),
        Objects.requireNonNull(command).commandLine().getOut());
    return ExitStatus.OK;
  }
}
