package dev.keyturn.operator.runtime;

import dev.keyturn.golden.GeneratedPage;
import dev.keyturn.operator.runtime.trial.TrialFlags;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The page of the operator's flags says what the flags say. */
class FlagsPageTest {
  @Test
  void thePageIsCurrent() throws IOException {
    GeneratedPage.assertCurrent("docs/reference/operator-flags.md", page());
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Flags of the operator

            Made from `dev.keyturn.operator.runtime.Flags`; the chart sets them from its values. The
            operator refuses to start (exit status 2) with a wrong flag, and when a credential such as
            `VAULT_TOKEN` or the variable `JAVA_TOOL_OPTIONS` is in its environment.

            | Flag | Meaning |
            |---|---|
            """);
    page.append(table(Flags.description()));
    page.append(
        """

        ## `trial`

        With the word `trial` in front the program is no operator, but tries the one that is installed: it makes a Secret,
        a SecretStore of provider `kubernetes` and a SecretSync, waits until the Secret was copied, and deletes all of it.
        The exit status is 0 when that worked; otherwise its output says what the operator says of the object that is not
        Ready. The chart's test runs it (`helm test`).

        | Flag | Meaning |
        |---|---|
        """);
    page.append(table(TrialFlags.description()));
    return page.toString();
  }

  private static String table(CommandLine description) {
    StringBuilder rows = new StringBuilder();
    for (OptionSpec option : description.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        String text = String.join(" ", Arrays.asList(option.description()));
        rows.append("| `").append(option.longestName()).append("` | ");
        rows.append(text.replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue())));
        rows.append(" |\n");
      }
    }
    return rows.toString();
  }
}
