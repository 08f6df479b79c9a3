package dev.keyturn.cli.suspend;

import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Main;
import dev.keyturn.cli.Surroundings;
import dev.keyturn.crds.v1alpha1.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Suspends syncs. */
@Command(
    name = "pause",
    description = {
      "Suspends syncs: nothing is read or written for them, and their Secrets stay as they are.",
      "Sets spec.suspend and no other field, with your own rights."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class PauseCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main keyturn;
  @Spec private @Nullable CommandSpec command;

  @Mixin private SyncSelection selection = new SyncSelection();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description =
          "For example 2h: prints when to resume and how. Nothing resumes by itself, so nothing"
              + " undoes a pause that turned out to be needed longer.")
  private @Nullable String term;

  @Override
  public Integer call() {
    Surroundings surroundings = Objects.requireNonNull(keyturn).surroundings();
    Optional<Duration> length = length();
    PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
    String paused = selection.set(true, surroundings, out);
    length.ifPresent(it -> {
      out.println(
          "resume at "
              + surroundings.clock().instant().plus(it).truncatedTo(ChronoUnit.SECONDS)
              + ", it does not happen by itself: keyturn resume "
              + paused);
      out.flush();
    });
    return ExitStatus.OK;
  }

  private Optional<Duration> length() {
    if (term == null) {
      return Optional.empty();
    }
    Optional<Duration> parsed = Durations.parse(term).filter(Duration::isPositive);
    if (parsed.isEmpty()) {
      throw new CommandFailure(
          ExitStatus.USAGE, "--for takes a duration, for example 2h or 1h30m", null);
    }
    return parsed;
  }
}
