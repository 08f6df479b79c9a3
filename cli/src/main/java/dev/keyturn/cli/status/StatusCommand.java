package dev.keyturn.cli.status;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Main;
import dev.keyturn.cli.cluster.ClusterOptions;
import dev.keyturn.cli.output.Ages;
import dev.keyturn.cli.output.Documents;
import dev.keyturn.cli.output.OutputFormat;
import dev.keyturn.cli.output.TextTable;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** Shows how all objects are. */
@Command(
    name = "status",
    description = {
      "Shows how all objects of Keyturn are.",
      "Those of the cluster are shown whatever the namespace. What you may not list is named on",
      "standard error. Exit status 7 where something that is shown is not Ready."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class StatusCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("KIND", "NAMESPACE", "NAME", "READY", "REASON", "KEYS", "CHANGED");

  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Of all namespaces.")
  private boolean everywhere;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      defaultValue = "",
      description = "Only objects with these labels. Example: environment=dev. Default: all.")
  private String selector = "";

  @Option(names = "--unready", description = "Only what is not Ready.")
  private boolean unready;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.table;

  @Option(names = "--no-headers", description = "A table without its first line.")
  private boolean noHeaders;

  @Override
  public Integer call() {
    Main keyturn = Objects.requireNonNull(main);
    CommandSpec self = Objects.requireNonNull(spec);
    try (KubernetesClient client = cluster.open(keyturn.surroundings())) {
      HealthReader.Result read =
          new HealthReader(client)
              .read(
                  everywhere ? Optional.empty() : Optional.of(ClusterOptions.namespace(client)),
                  selector);
      PrintWriter err = self.commandLine().getErr();
      read.unread().forEach(line -> err.println("not shown: " + line));
      List<Health> shown =
          read.objects().stream().filter(health -> !unready || !health.isReady()).toList();
      if (shown.isEmpty()) {
        err.println(unready && !read.objects().isEmpty() ? "all are Ready" : "no objects found");
      }
      self.commandLine().getOut().print(text(shown, keyturn.surroundings().clock().instant()));
      return shown.stream().allMatch(Health::isReady) ? ExitStatus.OK : ExitStatus.NOT_READY;
    }
  }

  private String text(List<Health> shown, Instant now) {
    return switch (format) {
      case table, wide -> shown.isEmpty() ? "" : table(shown, now);
      case json -> Documents.json(Map.of("items", shown));
      case yaml -> Documents.yaml(Map.of("items", shown));
      case name -> {
        StringBuilder names = new StringBuilder();
        shown.forEach(
            it -> names.append(it.kind().qualified()).append('/').append(it.name()).append('\n'));
        yield names.toString();
      }
    };
  }

  private String table(List<Health> shown, Instant now) {
    List<String> head = new ArrayList<>(COLUMNS);
    if (format == OutputFormat.wide) {
      head.addAll(List.of("DETAIL", "MESSAGE"));
    }
    List<List<String>> rows = shown.stream().map(it -> cells(it, now)).toList();
    return noHeaders
        ? TextTable.of(rows.getFirst(), rows.subList(1, rows.size()))
        : TextTable.of(head, rows);
  }

  private List<String> cells(Health health, Instant now) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                health.kind().name(),
                health.namespace(),
                health.name(),
                health.ready(),
                health.reason(),
                health.keys(),
                Ages.since(health.changed(), now)));
    if (format == OutputFormat.wide) {
      cells.addAll(List.of(health.detail(), health.message()));
    }
    return cells;
  }
}
