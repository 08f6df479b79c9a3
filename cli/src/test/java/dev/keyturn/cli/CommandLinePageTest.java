package dev.keyturn.cli;

import dev.keyturn.golden.GeneratedPage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page of the command line says what its flags say. */
class CommandLinePageTest {
  @Test
  void thePageIsCurrent() throws IOException {
    GeneratedPage.assertCurrent("docs/reference/command-line.md", page());
  }

  private static String page() {
    CommandSpec keyturn = Main.commandLine(Surroundings.ofProcess()).getCommandSpec();
    StringBuilder page =
        new StringBuilder(
            """
            <!-- Generated from the flags of the command: edit those. -->

            # The command `keyturn`

            Reads with your own kubeconfig's rights. Data goes to standard output, progress and problems to standard
            error. A value of a secret is never printed and never taken as an argument.

            | Exit status | Meaning |
            |---|---|
            | 0 | done |
            | 1 | something was found, or would change |
            | 2 | a flag, an argument or a file is wrong |
            | 3 | the cluster cannot be reached, or answered an error |
            | 4 | a backend cannot be reached, or answered an error |
            | 5 | refused by the cluster's rights or by a TenantSecretScope |
            | 6 | the time ran out |
            | 7 | something is not Ready, or only a part was done |
            | 130 | interrupted |

            | Verb | What it does |
            |---|---|
            """);
    for (CommandLine verb : keyturn.subcommands().values()) {
      page.append("| [`").append(verb.getCommandName()).append("`](");
      page.append(isDev(verb) ? "keyturn-dev.md" : "#keyturn-" + verb.getCommandName());
      page.append(") | ").append(verb.getCommandSpec().usageMessage().description()[0]);
      page.append(" |\n");
    }
    keyturn.subcommands().values().stream()
        .filter(verb -> !isDev(verb))
        .forEach(verb -> describe(verb.getCommandSpec(), page));
    return page.toString();
  }

  private static boolean isDev(CommandLine verb) {
    return verb.getCommandName().equals("dev");
  }

  private static void describe(CommandSpec verb, StringBuilder page) {
    page.append("\n## `").append(verb.qualifiedName()).append("`\n\n");
    page.append(String.join("\n", verb.usageMessage().description())).append("\n\n");
    page.append("| Argument | Meaning |\n|---|---|\n");
    for (PositionalParamSpec parameter : verb.positionalParameters()) {
      page.append("| `").append(parameter.paramLabel()).append('`').append(meaning(parameter));
    }
    for (OptionSpec option : verb.options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        page.append("| `").append(String.join("`, `", option.names()));
        page.append(option.arity().max() > 0 ? " " + option.paramLabel() : "").append('`');
        page.append(meaning(option));
      }
    }
    verb.subcommands().values().forEach(inner -> describe(inner.getCommandSpec(), page));
  }

  private static String meaning(ArgSpec argument) {
    String candidates =
        argument.completionCandidates() == null
            ? ""
            : String.join(", ", argument.completionCandidates());
    return " | "
        + String.join(" ", argument.description())
            .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
            .replace("${COMPLETION-CANDIDATES}", candidates)
        + " |\n";
  }
}
