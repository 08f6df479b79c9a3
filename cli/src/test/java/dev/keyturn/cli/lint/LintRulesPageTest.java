package dev.keyturn.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of the rules says what the rules say. */
class LintRulesPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("keyturn.root", ".."), "docs/reference/lint-rules.md");

  @Test
  void thePageIsCurrent() throws IOException {
    if (Boolean.getBoolean("keyturn.golden.update")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE))
        .as("renew it with -Dkeyturn.golden.update=true")
        .isEqualTo(page());
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
