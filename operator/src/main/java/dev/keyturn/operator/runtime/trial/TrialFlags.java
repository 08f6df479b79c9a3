package dev.keyturn.operator.runtime.trial;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code trial}. */
@Command(
    name = "keyturn-operator trial",
    description = "Lets the operator that is installed sync one Secret, and takes it away again.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TrialFlags {
  @Option(
      names = "--kubeconfig",
      description = "Kubeconfig file. Default: the pod's own ServiceAccount.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--namespace",
      required = true,
      description = "Where it is tried; the operator has to work in this namespace.")
  private String namespace = "";

  @Option(
      names = "--name",
      required = true,
      description =
          "Name of the objects that are made, and of the ServiceAccount in that namespace that the"
              + " SecretStore logs in with.")
  private String name = "";

  @Option(
      names = "--store-only",
      description = "Try the SecretStore alone: where the operator works in no namespace yet.")
  private boolean storeOnly;

  @Option(
      names = "--deadline-seconds",
      defaultValue = "90",
      description = "How long the operator may take. Default: ${DEFAULT-VALUE}.")
  private int deadlineSeconds;

  private TrialFlags() {}

  /**
   * Parses the command line.
   *
   * @throws CommandLine.ParameterException when it is wrong; the message names the flag
   */
  public static TrialPlan parse(String... arguments) {
    TrialFlags flags = new TrialFlags();
    CommandLine commandLine = new CommandLine(flags);
    commandLine.parseArgs(arguments);
    if (flags.deadlineSeconds < 1) {
      throw new CommandLine.ParameterException(
          commandLine, "--deadline-seconds must be at least 1");
    }
    return new TrialPlan(
        Optional.ofNullable(flags.kubeconfig),
        flags.namespace,
        flags.name,
        flags.storeOnly,
        Duration.ofSeconds(flags.deadlineSeconds));
  }

  /** The command line's description, for help text and docs. */
  public static CommandLine description() {
    return new CommandLine(new TrialFlags());
  }
}
