package dev.keyturn.operator.runtime;

import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.observe.LogOutput;
import dev.keyturn.operator.observe.Logging;
import dev.keyturn.operator.runtime.trial.Trial;
import dev.keyturn.operator.runtime.trial.TrialFlags;
import dev.keyturn.operator.runtime.trial.TrialPlan;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * The operator as a process. Exit status: 0 after SIGTERM, 1 when it could not start, 2 when the
 * command line or the environment is wrong. With {@code trial} in front it tries an operator
 * instead of being one: 0 when that works.
 */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final List<String> REFUSED_ENVIRONMENT =
      List.of(
          "VAULT_TOKEN",
          "BAO_TOKEN",
          "AWS_SECRET_ACCESS_KEY",
          "AZURE_CLIENT_SECRET",
          "INFISICAL_TOKEN",
          "JAVA_TOOL_OPTIONS");

  /** The first argument of the chart's test. */
  private static final String TRIAL = "trial";

  private Main() {}

  /** Runs until SIGTERM or SIGINT. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals(TRIAL)) {
      return attempt(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
    if (asksForHelp(arguments)) {
      Flags.description().usage(System.out);
      return 0;
    }
    Config config;
    try {
      config = Flags.parse(arguments);
    } catch (CommandLine.ParameterException e) {
      System.err.println("keyturn-operator: " + e.getMessage());
      System.err.println("Try --help.");
      return 2;
    }
    // Closed on every way out: the last lines tell why.
    try (LogOutput output = Logging.start(config.logLevel().name())) {
      return refusesEnvironment() ? 2 : serve(config, output);
    }
  }

  /** The chart's test: no operator, but somebody who tries the one that runs elsewhere. */
  private static int attempt(String... arguments) {
    if (asksForHelp(arguments)) {
      TrialFlags.description().usage(System.out);
      return 0;
    }
    TrialPlan plan;
    try {
      plan = TrialFlags.parse(arguments);
    } catch (CommandLine.ParameterException e) {
      System.err.println("keyturn-operator " + TRIAL + ": " + e.getMessage());
      return 2;
    }
    try (LogOutput _ = Logging.start("WARN");
        KubernetesClients clients =
            new KubernetesClients(
                KubernetesConfig.load(plan.kubeconfig()), Version.number(), System::nanoTime);
        Trial trial = new Trial(plan, clients.writes(), System.out::println)) {
      Runtime.getRuntime().addShutdownHook(new Thread(trial::close, "shutdown"));
      return trial.run() ? 0 : 1;
    } catch (StartException e) {
      System.err.println("keyturn-operator " + TRIAL + ": " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static boolean refusesEnvironment() {
    for (String variable : REFUSED_ENVIRONMENT) {
      if (System.getenv(variable) != null) {
        LOG.atError()
            .addKeyValue("flag", variable)
            .log("a credential or JVM option is in the environment; give it as a Secret or a file");
        return true;
      }
    }
    return false;
  }

  private static int serve(Config config, LogOutput output) {
    try {
      OperatorRuntime operator = OperatorRuntime.start(config);
      operator.watch(output);
      HeapTrim trim = HeapTrim.ofThisProcess(operator::isIdle);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    trim.close();
                    Shutdown.within(config.drain(), operator::close);
                    output.close();
                    // A JVM that ends by a signal says 143; a drained one has done what was asked.
                    Runtime.getRuntime().halt(0);
                  },
                  "shutdown"));
      new CountDownLatch(1).await();
      return 0;
    } catch (StartException e) {
      LOG.atError().addKeyValue("reason", e.getMessage()).log("the operator cannot start");
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static boolean asksForHelp(String... arguments) {
    return arguments.length == 1 && arguments[0].equals("--help");
  }
}
