package dev.keyturn.cli.sync;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Main;
import dev.keyturn.cli.cluster.ClusterOptions;
import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.cli.cluster.ObjectReader;
import dev.keyturn.cli.status.Health;
import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Asks for a refresh now. */
@Command(
    name = "sync",
    description = {
      "Asks SecretSyncs for a refresh now.",
      "With --wait, waits for the answer of each: exit status 7 where one failed, 6 where the time",
      "ran out."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SyncCommand implements Callable<Integer> {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "As mail or ssy/mail.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      defaultValue = "",
      description = "Those with these labels.")
  private String selector = "";

  @Option(names = "--all", description = "All of the namespace.")
  private boolean all;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "With -l or --all: in all namespaces.")
  private boolean everywhere;

  @Option(names = "--wait", description = "Wait until each has answered.")
  private boolean wait;

  @Option(
      names = "--qps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Requests in a second, at most. Default: ${DEFAULT-VALUE}.")
  private int perSecond;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @Override
  public Integer call() throws InterruptedException {
    check();
    try (KubernetesClient client = cluster.open(Objects.requireNonNull(main).surroundings())) {
      List<String> asked = wanted(client);
      if (asked.isEmpty()) {
        err().println("no SecretSync is there to ask");
        return ExitStatus.OK;
      }
      // Fresh for each run, so that nobody takes the answer to another's request for his own.
      String request =
          Objects.requireNonNull(main).surroundings().clock().instant()
              + " "
              + UUID.randomUUID().toString().substring(0, 8);
      try (Wait answers = new Wait(request, asked)) {
        if (wait) {
          answers.start(
              client,
              asked.stream()
                  .map(SyncCommand::namespace)
                  .collect(Collectors.toCollection(TreeSet::new)));
        }
        ask(client, asked, request);
        err().println((wait ? "Syncing " : "Asked ") + asked.size());
        err().flush();
        return wait ? report(answers.await(Duration.ofSeconds(timeoutSeconds))) : ExitStatus.OK;
      }
    }
  }

  private void check() {
    if (names.isEmpty() == (selector.isEmpty() && !all)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "name SecretSyncs, or give -l or --all");
    }
    if (perSecond < 1 || timeoutSeconds < 1) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "--qps and --timeout are at least 1");
    }
  }

  private List<String> wanted(KubernetesClient client) {
    String namespace = ClusterOptions.namespace(client);
    if (!names.isEmpty()) {
      return names.stream().map(name -> namespace + "/" + plain(name)).distinct().toList();
    }
    return new ObjectReader(client)
            .list(
                ObjectKind.SecretSync,
                everywhere ? Optional.empty() : Optional.of(namespace),
                selector)
            .stream()
            .map(object ->
                object.at("/metadata/namespace").asText()
                    + "/"
                    + object.at("/metadata/name").asText())
            .toList();
  }

  private static String plain(String name) {
    if (!name.contains("/")) {
      return name;
    }
    ObjectKind.Named named = ObjectKind.parse(name);
    if (named.kind() != ObjectKind.SecretSync) {
      throw new CommandFailure(ExitStatus.USAGE, name + " is no SecretSync", null);
    }
    return named.name();
  }

  private void ask(KubernetesClient client, List<String> asked, String request)
      throws InterruptedException {
    String patch =
        JSON.createObjectNode()
            .set(
                "metadata",
                JSON.createObjectNode()
                    .set(
                        "annotations",
                        JSON.createObjectNode().put(Api.ANNOTATION_SYNC_REQUESTED, request)))
            .toString();
    Duration pause = Duration.ofSeconds(1).dividedBy(perSecond);
    for (String name : asked) {
      try {
        client
            .genericKubernetesResources(ObjectKind.SecretSync.context())
            .inNamespace(namespace(name))
            .withName(plainName(name))
            .patch(MERGE, patch);
      } catch (KubernetesClientException e) {
        if (e.getCode() != HTTP_NOT_FOUND) {
          throw e;
        }
        throw ObjectReader.absent(ObjectKind.SecretSync, namespace(name), plainName(name));
      }
      if (asked.size() > 1) {
        Thread.sleep(pause);
      }
    }
  }

  private int report(Map<String, Optional<JsonNode>> answers) {
    List<String> failed = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    answers.forEach((name, answer) -> {
      if (answer.isEmpty()) {
        silent.add(name);
      } else {
        reason(answer.get()).ifPresent(reason -> failed.add(name + " " + reason));
      }
    });
    boolean terminal = Objects.requireNonNull(main).surroundings().terminal();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(
        (terminal ? "✓ " : "") + (answers.size() - failed.size() - silent.size()) + " up to date");
    line(out, terminal ? "✗ " : "", failed, " failed: ");
    line(out, terminal ? "• " : "", silent, " did not answer in time: ");
    if (!silent.isEmpty()) {
      return ExitStatus.TIMED_OUT;
    }
    return failed.isEmpty() ? ExitStatus.OK : ExitStatus.NOT_READY;
  }

  private static void line(PrintWriter out, String mark, List<String> names, String text) {
    if (!names.isEmpty()) {
      out.println(mark + names.size() + text + String.join(", ", names));
    }
  }

  /** Why the refresh did not work, where it did not; a last good Secret may still be served. */
  private static Optional<String> reason(JsonNode sync) {
    Optional<JsonNode> synced =
        Health.condition(sync, Condition.SYNCED)
            .filter(condition -> condition.path("status").asText().equals("False"));
    if (synced.isPresent()) {
      return synced.map(condition -> condition.path("reason").asText());
    }
    Health health = Health.of(ObjectKind.SecretSync, sync);
    return health.ready().equals("True") ? Optional.empty() : Optional.of(health.reason());
  }

  private static String namespace(String name) {
    return name.substring(0, name.indexOf('/'));
  }

  private static String plainName(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
