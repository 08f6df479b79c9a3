package dev.keyturn.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.Surroundings;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.manifest.ManifestReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the objects of the External Secrets Operator. */
class MigrateExternalSecretsTest {
  private static final MigrationCases CASES = new MigrationCases("eso");

  /** Cases whose stores, or whose scopes, are somewhere else, or that delete what they push. */
  private static final Set<String> WITH_WARNINGS =
      Set.of("09-vault-without-path", "18-cluster-external-secret", "20-push-refused");

  @TempDir private Path folder;

  static List<String> cases() throws IOException {
    return CASES.names();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsMigratedAndWhatIsSaid(String name) throws IOException {
    CASES.assertExpected(name);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsMigratedPassesLint(String name) throws IOException {
    if (!WITH_WARNINGS.contains(name)) {
      CASES.assertLinted(name, folder);
      return;
    }
    Invocation lint = Invocation.in(folder, Map.of(), CASES.migrated(name).out(), "lint", "-");
    assertThat(lint.status()).as(lint.out() + lint.err()).isEqualTo(ExitStatus.OK);
    assertThat(lint.out()).doesNotContain(" error ");
  }

  /** Of what is left as it is, at least one line says why. */
  @ParameterizedTest
  @MethodSource("cases")
  void noFieldIsLostInSilence(String name) throws IOException {
    Path of = CASES.folder(name);
    String report = CASES.migrated(name).err();
    for (ManifestDocument document :
        new ManifestReader(
                new Surroundings(
                    Map.of(), InputStream.nullInputStream(), of, false, InstantSource.system()))
            .read(List.of("input.yaml"))) {
      if (!document.apiVersion().contains("external-secrets.io")) {
        continue;
      }
      String inNamespace = document.namespace() == null ? "" : document.namespace() + "/";
      String title = inNamespace + document.kind() + "/" + document.name() + ": ";
      assertThat(report).contains("\n" + title);
      if (report.contains("\n" + title + "left as it is")
          || report.contains("\n" + title + "part of ")
          || report.contains("\n" + title + "not needed")) {
        continue;
      }
      for (Map.Entry<String, JsonNode> field : document.content().path("spec").properties()) {
        int line = document.line("/spec/" + field.getKey());
        assertThat(report)
            .as(title + field.getKey())
            .containsPattern("input.yaml:" + line + " +spec\\." + field.getKey());
      }
    }
  }

  @Test
  void aServiceAccountAloneIsNothingToMigrate() throws IOException {
    String account =
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: shop, annotations: {eks.amazonaws.com/role-arn: x}}
        """;
    Invocation run = Invocation.in(folder, Map.of(), account, "migrate", "manifests", "-");
    assertThat(run.err()).startsWith("There is nothing to migrate.");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void whatIsMigratedHasNothingLeftToMigrate() throws IOException {
    String migrated = CASES.migrated("01-vault-and-secret").out();
    Invocation again = Invocation.in(folder, Map.of(), migrated, "migrate", "manifests", "-");
    assertThat(again.err()).startsWith("There is nothing to migrate.");
  }
}
