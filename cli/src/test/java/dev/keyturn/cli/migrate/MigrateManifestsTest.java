package dev.keyturn.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.migrate.agent.AgentAnnotation;
import dev.keyturn.golden.GeneratedPage;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of pods that are annotated for the Vault Agent Injector. */
class MigrateManifestsTest {
  private static final MigrationCases CASES = new MigrationCases("agent");
  private static final Pattern ANNOTATION = Pattern.compile("^ +vault\\.hashicorp\\.com/([^:]+):");

  @TempDir private Path folder;

  static List<String> cases() throws IOException {
    return CASES.names();
  }

  @Proves("F046")
  @ParameterizedTest
  @MethodSource("cases")
  void whatIsMigratedAndWhatIsSaid(String name) throws IOException {
    CASES.assertExpected(name);
  }

  @Proves("F046")
  @ParameterizedTest
  @MethodSource("cases")
  void whatIsMigratedPassesLint(String name) throws IOException {
    CASES.assertLinted(name, folder);
  }

  /** Also of workloads that are left as they are: then at least one says why. */
  @Proves("F046")
  @ParameterizedTest
  @MethodSource("cases")
  void noAnnotationIsLostInSilence(String name) throws IOException {
    Invocation run = CASES.migrated(name);
    List<String> input = Files.readAllLines(CASES.folder(name).resolve("input.yaml"));
    if (run.err().contains(": left as it is")) {
      assertThat(run.err()).contains("  refused  ");
      return;
    }
    for (int i = 0; i < input.size(); i++) {
      var matcher = ANNOTATION.matcher(input.get(i));
      if (matcher.find()) {
        assertThat(run.err()).contains("input.yaml:" + (i + 1) + " ", " " + matcher.group(1) + " ");
      }
    }
  }

  @Test
  void aFilePerObjectThatReplacesNothing() throws IOException {
    Files.copy(CASES.folder("01-own-template").resolve("input.yaml"), folder.resolve("web.yaml"));
    Invocation run = Invocation.in(folder, "migrate", "manifests", "web.yaml", "--out", "new");
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    Path shop = folder.resolve("new/shop");
    try (Stream<Path> all = Files.list(shop)) {
      assertThat(all.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "secretstore-vault-web.yaml", "secretsync-web-vault.yaml", "deployment-web.yaml");
    }
    assertThat(Invocation.in(folder, "lint", "--strict", "new").status()).isEqualTo(ExitStatus.OK);
    Files.writeString(shop.resolve("deployment-web.yaml"), "mine");
    Invocation again = Invocation.in(folder, "migrate", "manifests", "web.yaml", "--out", "new");
    assertThat(again.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(shop.resolve("deployment-web.yaml")).hasContent("mine");
  }

  @Test
  void whatIsMigratedHasNothingLeftToMigrate() throws IOException {
    String migrated = CASES.migrated("01-own-template").out();
    Invocation again = Invocation.in(folder, Map.of(), migrated, "migrate", "manifests", "-");
    assertThat(again.out()).isEmpty();
    assertThat(again.err())
        .startsWith("There is nothing to migrate.")
        .contains("pods with annotations of the Vault Agent Injector");
    assertThat(again.status()).isEqualTo(ExitStatus.OK);
    assertThat(Invocation.in(folder, "migrate").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(Invocation.in(folder, "migrate", "manifests").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void theTableOfAnnotationsIsCurrent() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            <!-- Generated from the annotations that migrate knows: edit those. -->

            # Annotations of the Vault Agent Injector

            What [`keyturn migrate manifests`](command-line.md#keyturn-migrate-manifests) makes of `vault.hashicorp.com/...`.
            How to go about it: [Come from the Vault Agent Injector](../how-to/come-from-the-vault-agent-injector.md).

            | Result | Meaning |
            |---|---|
            | translated | a field of what is written says the same |
            | not needed | it does nothing for a pod without an agent |
            | check | the workload is migrated without it; weigh what is lost |
            | refused | the workload is left as it is, with all its annotations |

            | Annotation | Result | What becomes of it |
            |---|---|---|
            """);
    for (AgentAnnotation annotation : AgentAnnotation.values()) {
      String key = annotation.key();
      page.append("| `")
          .append(
              switch (annotation.form()) {
                case ONE -> key;
                case NAMED -> key + "-NAME";
                case BOTH -> key + "`, `" + key + "-NAME";
              })
          .append("` | ")
          .append(annotation.fate().word())
          .append(" | ")
          .append(annotation.becomes())
          .append(" |\n");
    }
    GeneratedPage.assertCurrent("docs/reference/injector-annotations.md", page.toString());
  }
}
