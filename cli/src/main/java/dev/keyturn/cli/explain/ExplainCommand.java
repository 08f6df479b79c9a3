package dev.keyturn.cli.explain;

import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Main;
import dev.keyturn.cli.cluster.ClusterOptions;
import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.cli.output.Documents;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says why an object is not Ready, or what a class of errors means. */
@Command(
    name = "explain",
    description = {
      "Says why an object is as it is, and what to do; or what a class of errors means.",
      "Follows the chain of store, login, ServiceAccount, sync and Secret. No Secret is read. Exit",
      "status 7 where the object is not Ready."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ExplainCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      paramLabel = "KIND/NAME|CLASS",
      description = "As ssy/mail, sst/vault, csst/vault, cssy/pull or tss/shop; or as KeyMissing.")
  private String subject = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.text;

  /** How it is written. */
  enum Format {
    text,
    json,
    yaml
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (subject.indexOf('/') < 0) {
      out.print(ofClass());
      return ExitStatus.OK;
    }
    ObjectKind.Named named = ObjectKind.parse(subject);
    try (KubernetesClient client = cluster.open(Objects.requireNonNull(main).surroundings())) {
      Explanation explanation = new Explainer(client).of(named, ClusterOptions.namespace(client));
      out.print(written(explanation, explanation.text()));
      return explanation.object().isReady() ? ExitStatus.OK : ExitStatus.NOT_READY;
    }
  }

  private String ofClass() {
    ErrorText text =
        ErrorText.find(subject)
            .orElseThrow(() ->
                new CommandFailure(
                    ExitStatus.USAGE,
                    "neither an object of Keyturn nor a class of errors: " + subject,
                    "name an object as KIND/NAME, or a class of docs/reference/errors.md"));
    StringBuilder lines = new StringBuilder(text.errorClass().name()).append('\n');
    lines.append(text.cause()).append('\n');
    lines.append("What to do: ").append(text.action()).append('\n');
    lines.append("Next try: ").append(text.next()).append('\n');
    text.details()
        .forEach((detail, meaning) ->
            lines.append("  ").append(detail).append(": ").append(meaning).append('\n'));
    return written(text, lines.append("docs: ").append(text.page()).append('\n').toString());
  }

  private String written(Object content, String text) {
    return switch (format) {
      case text -> text;
      case json -> Documents.json(content);
      case yaml -> Documents.yaml(content);
    };
  }
}
