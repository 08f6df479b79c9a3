package dev.keyturn.cli.lint;

import dev.keyturn.golden.GeneratedPage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The page of the rules says what the rules say. */
class LintRulesPageTest {
  @Test
  void thePageIsCurrent() throws IOException {
    GeneratedPage.assertCurrent("docs/reference/lint-rules.md", page());
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            <!-- Generated from the rules: edit those. -->

            # Rules of `keyturn lint`

            An error makes the exit status 1; so does a warning with `--strict`. How to run it:
            [Check manifests](../how-to/check-manifests.md). The schema is checked without its rules in CEL, which the API
            server evaluates.
            """);
    for (Rule rule : Rule.values()) {
      page.append("\n## ").append(rule.name()).append("\n\n");
      page.append("| | |\n|---|---|\n");
      page.append("| Level | ").append(rule.level().name()).append(" |\n");
      page.append("| What | ").append(rule.what()).append(" |\n");
      page.append("| Why | ").append(rule.why()).append(" |\n");
      page.append("| Fix | ").append(rule.fix()).append(" |\n");
    }
    return page.toString();
  }
}
