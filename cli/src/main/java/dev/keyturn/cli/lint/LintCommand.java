package dev.keyturn.cli.lint;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Main;
import dev.keyturn.cli.manifest.ManifestReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says whether manifests are safe. Asks no cluster and no backend. */
@Command(
    name = "lint",
    description = "Says whether manifests are safe, without a cluster.",
    mixinStandardHelpOptions = true)
public final class LintCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main keyturn;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Files, folders (with those in them), or - for standard input. All are seen together.")
  private List<String> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private LintFormat format = LintFormat.text;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      split = ",",
      description = "Only these rules, for example KT001,KT003. Default: all.")
  private List<Rule> rules = List.of();

  @Option(names = "--strict", description = "A warning makes the exit status 1, as an error does.")
  private boolean strict;

  @Override
  public Integer call() {
    if (keyturn == null || spec == null) {
      throw new IllegalStateException("no verb of keyturn");
    }
    Set<Rule> selected = rules.isEmpty() ? EnumSet.allOf(Rule.class) : EnumSet.copyOf(rules);
    List<Finding> findings =
        new Linter().lint(new ManifestReader(keyturn.surroundings()).read(files), selected);
    spec.commandLine().getOut().print(LintReport.of(format, findings));
    spec.commandLine().getOut().flush();
    return findings.stream().anyMatch(this::fails) ? ExitStatus.FINDINGS : ExitStatus.OK;
  }

  private boolean fails(Finding finding) {
    return switch (finding.rule().level()) {
      case error -> true;
      case warning -> strict;
      case note -> false;
    };
  }
}
