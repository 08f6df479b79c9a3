package dev.keyturn.cli.dev;

import dev.keyturn.golden.GeneratedPage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The page of {@code keyturn dev} says what its flags say. */
class DevPageTest {
  @Test
  void thePageIsCurrent() throws IOException {
    GeneratedPage.assertCurrent("docs/reference/keyturn-dev.md", page());
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # `keyturn dev`

            Starts an API server and the operator, applies the manifests of an example, and follows edits of the
            manifests and of the secrets file. The kubeconfig is `.keyturn/kubeconfig`, the operator's log
            `.keyturn/operator.log`; both are below the folder it was started in.

            | Flag | Meaning |
            |---|---|
            """);
    for (OptionSpec option : new CommandLine(new DevCommand()).getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        page.append("| `").append(option.longestName());
        if (option.arity().max() > 0) {
          page.append(' ').append(option.paramLabel());
        }
        page.append("` | ")
            .append(
                String.join(" ", option.description())
                    .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()))
                    .replace("${COMPLETION-CANDIDATES}", "embedded, kube"))
            .append(" |\n");
      }
    }
    return page.append(
            """
            | `-- COMMAND...` | With `--once`: run this when everything is Ready, before the API server ends; `KUBECONFIG` is set. |

            ```console
            $ ./keyturn dev --once -- kubectl get ssy,secret -A
            ```

            | Exit status | Meaning |
            |---|---|
            | 0 | with `--once`: everything that was applied is Ready |
            | any | with `--once` and a command: everything was Ready, and the command ended with this |
            | 2 | a flag is wrong |
            | 3 | the API server or the operator could not start |
            | 7 | with `--once`: something is not Ready after `--timeout`; the reasons are printed |
            | 130 | interrupted |
            """)
        .toString();
  }
}
