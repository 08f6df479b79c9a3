package dev.keyturn.cli.detect;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Main;
import dev.keyturn.cli.output.Documents;
import dev.keyturn.cli.output.OutputFormat;
import dev.keyturn.cli.output.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says which backends this surrounding points at, and by what. */
@Command(
    name = "detect",
    description = {
      "Says which backends the environment and the files here point at, and why.",
      "Of a credential only the variable's name is printed. Nothing is asked over a network."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DetectCommand implements Callable<Integer> {
  private static final List<String> HEAD = List.of("BACKEND", "FOUND BY", "SAYS", "VALUE");

  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json or yaml. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.table;

  @Override
  public Integer call() {
    Detections detections = Detections.in(Objects.requireNonNull(main).surroundings());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Report report = new Report(detections.proposed().orElse(null), detections.all());
    switch (format) {
      case table -> print(detections, out);
      case json -> out.print(Documents.json(report));
      case yaml -> out.print(Documents.yaml(report));
      default ->
          throw new CommandFailure(ExitStatus.USAGE, "-o may be table, json or yaml here", null);
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println(nextStep(detections));
    err.flush();
    return ExitStatus.OK;
  }

  private static void print(Detections detections, PrintWriter out) {
    List<List<String>> rows =
        detections.all().stream()
            .flatMap(found ->
                found.signs().stream()
                    .map(sign ->
                        List.of(
                            found.backend().name(),
                            sign.name(),
                            sign.setting() == null ? "-" : sign.setting().name(),
                            sign.value() == null ? "(not shown)" : sign.value())))
            .toList();
    if (!rows.isEmpty()) {
      out.print(TextTable.of(HEAD, rows));
    }
  }

  private static String nextStep(Detections detections) {
    if (detections.all().isEmpty()) {
      return "Nothing here points at a backend. next: keyturn init --backend NAME";
    }
    return detections
        .proposed()
        .map(backend -> "next: keyturn init --backend " + backend)
        .orElseGet(() ->
            "next: choose one: "
                + detections.rivals().stream()
                    .map(backend -> "keyturn init --backend " + backend)
                    .collect(Collectors.joining(", or ")));
  }

  /**
   * @param proposed null where a person has to choose
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Report(@Nullable Backend proposed, List<Detection> backends) {}
}
