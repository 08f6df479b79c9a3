package dev.keyturn.cli.exec;

import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Main;
import dev.keyturn.cli.Surroundings;
import dev.keyturn.cli.cluster.ClusterOptions;
import dev.keyturn.cli.cluster.ObjectKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs a child whose environment holds what a SecretSync made. */
@Command(
    name = "exec",
    description = {
      "Runs a command with the keys of a SecretSync's Secret as environment variables.",
      "For development. The values stand in the child's environment and nowhere else: not in its",
      "arguments, not in a file, not in what this command prints. Its exit status is ours."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ExecCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      index = "0",
      paramLabel = "ssy/NAME",
      description = "The SecretSync; your own rights on it and on its Secret are used.")
  private String object = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "Program and arguments, behind --.")
  private List<String> command = new ArrayList<>();

  @Option(
      names = "--require",
      paramLabel = "KEY",
      split = ",",
      description = "Keys without which nothing is started; separated by commas.")
  private List<String> required = new ArrayList<>();

  @Option(
      names = "--strict",
      description =
          "Start nothing when a key cannot be a variable. Default: such a key is left out, and"
              + " named on standard error.")
  private boolean strict;

  @Option(
      names = "--pristine",
      description =
          "Of our own environment the child gets only PATH, HOME, USER, LOGNAME, SHELL, TERM, TZ,"
              + " TMPDIR, LANG and LC_*.")
  private boolean pristine;

  @Option(
      names = "--stale",
      description = "Use the Secret as it is, also when the SecretSync is not Ready.")
  private boolean stale;

  @Override
  public Integer call() throws InterruptedException {
    if (main == null || spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    Surroundings surroundings = main.surroundings();
    PrintWriter err = spec.commandLine().getErr();
    ProcessBuilder child =
        new ProcessBuilder(command).directory(surroundings.folder().toFile()).inheritIO();
    child.environment().clear();
    child.environment().putAll(Inherited.of(surroundings.environment(), pristine));
    fill(child, surroundings, err);
    // What is said before belongs before what the child says.
    err.flush();
    return run(child, surroundings.terminal());
  }

  private void fill(ProcessBuilder child, Surroundings surroundings, PrintWriter err) {
    try (KubernetesClient client = cluster.open(surroundings);
        SyncedSecret secret =
            SyncedSecret.read(client, ClusterOptions.namespace(client), name(), stale)) {
      secret.warning().ifPresent(warning -> err.println("keyturn exec: " + warning));
      Variables variables = new Variables(secret);
      variables.requireAll(required);
      List<String> unfit = variables.unfit();
      if (!unfit.isEmpty() && strict) {
        throw new CommandFailure(
            ExitStatus.NOT_READY,
            secret.words() + " has keys that cannot be variables: " + String.join(", ", unfit),
            "leave --strict out, or name them otherwise in spec.target.template");
      }
      unfit.forEach(key -> err.println("keyturn exec: left out: " + key + " cannot be a variable"));
      variables.putInto(child.environment());
    }
  }

  private static int run(ProcessBuilder builder, boolean terminal) throws InterruptedException {
    try (Signals signals = Signals.caught(terminal)) {
      Process child = builder.start();
      builder.environment().clear();
      signals.passTo(child);
      return child.waitFor();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitStatus.USAGE,
          "cannot run " + builder.command().getFirst(),
          "is it there, may it be executed, is it on the PATH?");
    }
  }

  private String name() {
    ObjectKind.Named named = ObjectKind.parse(object);
    if (named.kind() != ObjectKind.SecretSync) {
      throw new CommandFailure(
          ExitStatus.USAGE, object + " is no SecretSync", "write ssy/NAME, then -- and a command");
    }
    return named.name();
  }
}
