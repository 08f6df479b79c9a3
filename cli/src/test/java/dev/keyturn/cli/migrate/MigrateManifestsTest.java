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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code src/test/resources/migrate} is a case: input.yaml, perhaps flags.txt, and
 * what must come of them, expected.yaml and report.txt, whose first line is the exit status.
 */
class MigrateManifestsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("keyturn.root", "..")).toAbsolutePath().normalize();
  private static final String CASES = "cli/src/test/resources/migrate/";
  private static final Pattern ANNOTATION = Pattern.compile("^ +vault\\.hashicorp\\.com/([^:]+):");

  @TempDir private Path folder;

  static List<String> cases() throws IOException {
    try (Stream<Path> all = Files.list(ROOT.resolve(CASES))) {
      return all.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  @Proves("F046")
  @ParameterizedTest
  @MethodSource("cases")
  void whatIsMigratedAndWhatIsSaid(String name) throws IOException {
    Invocation run = migrated(name);
    GeneratedPage.assertCurrent(CASES + name + "/expected.yaml", run.out());
    GeneratedPage.assertCurrent(
        CASES + name + "/report.txt", "exit status " + run.status() + "\n" + run.err());
  }

  @Proves("F046")
  @ParameterizedTest
  @MethodSource("cases")
  void whatIsMigratedPassesLint(String name) throws IOException {
    String manifests = migrated(name).out();
    boolean storeIsElsewhere =
        manifests.contains("SecretSync") && !manifests.contains("SecretStore\n");
    Invocation lint =
        storeIsElsewhere
            ? Invocation.in(folder, Map.of(), manifests, "lint", "-")
            : Invocation.in(folder, Map.of(), manifests, "lint", "--strict", "-");
    assertThat(lint.status()).as(lint.out() + lint.err()).isEqualTo(ExitStatus.OK);
  }

  /** Also of workloads that are left as they are: then at least one says why. */
  @Proves("F046")
  @ParameterizedTest
  @MethodSource("cases")
  void noAnnotationIsLostInSilence(String name) throws IOException {
    Invocation run = migrated(name);
    List<String> input = Files.readAllLines(ROOT.resolve(CASES + name + "/input.yaml"));
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

  private static Invocation migrated(String name) throws IOException {
    Path of = ROOT.resolve(CASES + name);
    List<String> arguments = new ArrayList<>(List.of("migrate", "manifests", "input.yaml"));
    if (Files.exists(of.resolve("flags.txt"))) {
      arguments.addAll(
          List.of(Files.readString(of.resolve("flags.txt")).strip().split("\\s+", -1)));
    }
    return Invocation.in(of, arguments.toArray(String[]::new));
  }

  @Test
  void aFilePerObjectThatReplacesNothing() throws IOException {
    Files.copy(ROOT.resolve(CASES + "01-own-template/input.yaml"), folder.resolve("web.yaml"));
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
    String migrated = migrated("01-own-template").out();
    Invocation again = Invocation.in(folder, Map.of(), migrated, "migrate", "manifests", "-");
    assertThat(again.out()).isEmpty();
    assertThat(again.err())
        .isEqualTo("No pod of these manifests has annotations of the injector.\n");
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
