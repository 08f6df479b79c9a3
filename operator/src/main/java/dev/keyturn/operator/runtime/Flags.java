package dev.keyturn.operator.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The operator's command line; only {@link #parse} is used, and only at start. */
@Command(
    name = "keyturn-operator",
    description = "Runs the Keyturn operator.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Flags {
  @Option(
      names = "--kubeconfig",
      description = "Kubeconfig file. Default: the pod's own ServiceAccount.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--operator-namespace",
      defaultValue = "keyturn",
      description = "Namespace of the lease and of the hash key. Default: ${DEFAULT-VALUE}.")
  private String operatorNamespace = "keyturn";

  @Option(
      names = "--pod-name",
      defaultValue = "keyturn-0",
      description = "Name of this replica in the lease. Default: ${DEFAULT-VALUE}.")
  private String podName = "keyturn-0";

  @Option(
      names = "--rbac-mode",
      defaultValue = "enrolled",
      description =
          "namespaced, enrolled or cluster: where Secrets may be read and written. Default:"
              + " ${DEFAULT-VALUE}.")
  private RbacMode rbacMode = RbacMode.enrolled;

  @Option(
      names = "--namespaces",
      split = ",",
      description =
          "The namespaces whose Secrets may be read and written. Default: none; not used where"
              + " --rbac-mode is cluster.")
  private List<String> namespaces = new ArrayList<>();

  @Option(
      names = "--allow-file-provider",
      description =
          "Let stores of type file, env and fake work; for development. Default: refused.")
  private boolean allowFileProvider;

  @Option(
      names = "--file-root",
      description = "Folder below which stores of type file may read. Default: none.")
  private @Nullable Path fileRoot;

  @Option(
      names = "--endpoints-allow",
      split = ",",
      defaultValue = "https://*",
      description =
          "Backends that a store may name; http:// only by an exact entry. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<String> endpoints = new ArrayList<>();

  @Option(
      names = "--http-address",
      defaultValue = "0.0.0.0",
      description = "Address of /livez, /readyz and /metrics. Default: ${DEFAULT-VALUE}.")
  private String httpAddress = "0.0.0.0";

  @Option(
      names = "--http-port",
      defaultValue = "8080",
      description = "Port of /livez, /readyz and /metrics; 0 = any. Default: ${DEFAULT-VALUE}.")
  private int httpPort;

  @Option(
      names = "--workers",
      defaultValue = "32",
      description =
          "How many objects are worked on at once, at least 2. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--leader-election",
      defaultValue = "true",
      arity = "1",
      description = "false only where exactly one process can ever run. Default: ${DEFAULT-VALUE}.")
  private boolean leaderElection;

  @Option(
      names = "--lease-duration-seconds",
      defaultValue = "15",
      description = "How long a silent leader is still believed in. Default: ${DEFAULT-VALUE}.")
  private int leaseSeconds;

  @Option(
      names = "--drain-seconds",
      defaultValue = "20",
      description =
          "How long the end may take after SIGTERM: running passes have at most 4 s of it, then the"
              + " Lease is given back. Default: ${DEFAULT-VALUE}.")
  private int drainSeconds;

  @Option(
      names = "--store-probe-seconds",
      defaultValue = "15",
      description = "How often a store that is down is asked again. Default: ${DEFAULT-VALUE}.")
  private int storeProbeSeconds;

  @Option(
      names = "--metrics-per-object",
      defaultValue = "auto",
      description =
          "auto, full, unready or off; auto is full up to 2,000 SecretSyncs. Default:"
              + " ${DEFAULT-VALUE}.")
  private Config.MetricsPerObject metricsPerObject = Config.MetricsPerObject.auto;

  @Option(
      names = "--log-level",
      defaultValue = "INFO",
      description = "DEBUG, INFO, WARN or ERROR. Default: ${DEFAULT-VALUE}.")
  private Config.LogLevel logLevel = Config.LogLevel.INFO;

  @Option(
      names = "--allow-restarts",
      description =
          "Restart workloads that a SecretSync names after a change of its Secret. Default:"
              + " refused.")
  private boolean allowRestarts;

  @Option(
      names = "--allow-operator-identity",
      description =
          "Let every SecretStore of type aws without auth use the operator's own identity at AWS."
              + " Default: a ClusterSecretStore only.")
  private boolean allowOperatorIdentity;

  private Flags() {}

  /**
   * Parses the command line.
   *
   * @throws CommandLine.ParameterException when it is wrong; the message names the flag
   */
  public static Config parse(String... arguments) {
    Flags flags = new Flags();
    CommandLine commandLine =
        new CommandLine(flags).setTrimQuotes(true).setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.parseArgs(arguments);
    flags.check(commandLine);
    return flags.config();
  }

  /** The command line's description, for help text and docs. */
  public static CommandLine description() {
    return new CommandLine(new Flags());
  }

  private void check(CommandLine commandLine) {
    if (rbacMode == RbacMode.namespaced && namespaces.isEmpty()) {
      throw new CommandLine.ParameterException(
          commandLine, "--namespaces must name at least one namespace with --rbac-mode=namespaced");
    }
    if (httpPort < 0 || httpPort > 65_535) {
      throw new CommandLine.ParameterException(
          commandLine, "--http-port must be between 0 and 65535");
    }
    if (workers < 2 || leaseSeconds < 5 || drainSeconds < 0 || storeProbeSeconds < 1) {
      throw new CommandLine.ParameterException(
          commandLine,
          "--workers must be at least 2, --store-probe-seconds at least 1,"
              + " --lease-duration-seconds at least 5, --drain-seconds at least 0");
    }
  }

  private Config config() {
    return new Config(
        Optional.ofNullable(kubeconfig),
        operatorNamespace,
        podName,
        rbacMode,
        new LinkedHashSet<>(namespaces),
        allowFileProvider,
        Optional.ofNullable(fileRoot),
        List.copyOf(endpoints),
        httpAddress,
        httpPort,
        workers,
        leaderElection,
        Duration.ofSeconds(leaseSeconds),
        Duration.ofSeconds(drainSeconds),
        Duration.ofSeconds(storeProbeSeconds),
        metricsPerObject,
        logLevel,
        allowRestarts,
        allowOperatorIdentity);
  }
}
