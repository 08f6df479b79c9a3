package dev.keyturn.cli.dev;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.operator.observe.Logging;
import dev.keyturn.operator.provider.file.FileWatch;
import dev.keyturn.operator.runtime.Config;
import dev.keyturn.operator.runtime.OperatorRuntime;
import dev.keyturn.operator.runtime.RbacMode;
import dev.keyturn.operator.runtime.StartException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One run of {@code keyturn dev}: API server, operator, manifests, table. */
final class DevSession implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final DevOptions options;
  private final PrintStream out;
  private final DevApiServer apiServer;
  private final KubernetesClient client;
  private final Manifests manifests;
  private final OperatorRuntime operator;
  private final FileWatch watch;
  private final Semaphore edited = new Semaphore(0);
  private final Board board;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DevSession(
      DevOptions options,
      PrintStream out,
      DevApiServer apiServer,
      KubernetesClient client,
      Manifests manifests,
      OperatorRuntime operator) {
    this.options = options;
    this.out = out;
    this.apiServer = apiServer;
    this.client = client;
    this.manifests = manifests;
    this.operator = operator;
    this.watch = FileWatch.start(options.manifests(), edited::release);
    this.board = new Board(client, InstantSource.system());
  }

  /**
   * Starts the API server and the operator.
   *
   * @throws DevFailure when one of them cannot start; what was started is stopped again
   */
  static DevSession start(DevOptions options, PrintStream out) throws DevFailure {
    prepareState(options);
    Logging.toFile(options.log(), "INFO");
    DevApiServer apiServer = DevApiServer.start(options);
    try {
      out.printf(
          "API server ready  %s (%s)    export KUBECONFIG=%s%n",
          apiServer.url(), options.apiServer(), options.kubeconfig());
      KubernetesClient client =
          new KubernetesClientBuilder()
              .withConfig(
                  io.fabric8.kubernetes.client.Config.fromKubeconfig(apiServer.kubeconfig()))
              .build();
      Manifests manifests = new Manifests(client, options.manifests(), options.secrets());
      manifests.prepare();
      OperatorRuntime operator = OperatorRuntime.start(config(options));
      out.printf(
          "Operator ready    file stores below %s (watched)    log %s%n",
          options.secrets().toAbsolutePath().normalize().getParent(), options.log());
      return new DevSession(options, out, apiServer, client, manifests, operator);
    } catch (StartException e) {
      apiServer.close();
      throw new DevFailure(String.valueOf(e.getMessage()));
    } catch (DevFailure e) {
      apiServer.close();
      throw e;
    }
  }

  /** Runs until everything is Ready, or until it is interrupted. */
  int run() throws DevFailure, InterruptedException {
    manifests.applyChanges().forEach(problem -> out.println("! " + problem));
    long end = System.nanoTime() + options.timeout().toNanos();
    String shown = "";
    while (true) {
      List<Row> rows;
      try {
        rows = board.rows();
      } catch (KubernetesClientException e) {
        if (closed.get()) {
          return ExitStatus.INTERRUPTED;
        }
        throw new DevFailure("the API server does not answer any more");
      }
      boolean ready = !rows.isEmpty() && rows.stream().allMatch(Row::isReady);
      String table = Row.table(rows);
      if (options.once() && (ready || System.nanoTime() - end >= 0)) {
        out.print(table);
        return ready ? runCommand() : explain(rows);
      }
      if (!options.once() && !withoutAges(table).equals(withoutAges(shown))) {
        out.println(table);
        shown = table;
      }
      if (edited.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        edited.drainPermits();
        manifests.applyChanges().forEach(problem -> out.println("! " + problem));
      }
    }
  }

  /** The command's exit status, or success without a command. */
  private int runCommand() throws DevFailure, InterruptedException {
    if (options.command().isEmpty()) {
      return ExitStatus.OK;
    }
    ProcessBuilder command = new ProcessBuilder(options.command()).inheritIO();
    command.environment().put("KUBECONFIG", options.kubeconfig().toAbsolutePath().toString());
    out.flush();
    try {
      return command.start().waitFor();
    } catch (IOException e) {
      throw new DevFailure("cannot run " + options.command().getFirst() + "; is it on the PATH?");
    }
  }

  private int explain(List<Row> rows) {
    rows.stream()
        .filter(row -> !row.isReady())
        .forEach(row ->
            out.printf(
                "%s %s/%s is not Ready: %s. %s%n",
                row.kind(), row.namespace(), row.name(), row.reason(), row.message()));
    return ExitStatus.NOT_READY;
  }

  /** An age moves by itself and is no news. */
  private static String withoutAges(String table) {
    return table.replaceAll("changed \\d+[sm] ago", "").replaceAll(" +", " ");
  }

  /** Once, whether the run ended or the process is told to. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    watch.close();
    operator.close();
    client.close();
    apiServer.close();
  }

  private static void prepareState(DevOptions options) throws DevFailure {
    try {
      Files.createDirectories(options.state());
    } catch (IOException e) {
      throw new DevFailure("cannot make the folder " + options.state());
    }
  }

  private static Config config(DevOptions options) {
    Path root =
        Optional.ofNullable(options.secrets().toAbsolutePath().normalize().getParent())
            .orElse(Path.of("/"));
    return new Config(
        Optional.of(options.kubeconfig()),
        "keyturn",
        "keyturn-dev",
        RbacMode.cluster,
        Set.of(),
        true,
        Optional.of(root),
        options.endpoints(),
        "127.0.0.1",
        0,
        16,
        false,
        Duration.ofSeconds(15),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Config.MetricsPerObject.auto,
        Config.LogLevel.INFO,
        true,
        false);
  }
}
