package dev.keyturn.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.Surroundings;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.manifest.ManifestReader;
import dev.keyturn.cli.migrate.translation.KnownField;
import dev.keyturn.cli.migrate.vso.OperatorFields;
import dev.keyturn.golden.GeneratedPage;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the objects of the Vault Secrets Operator. */
class MigrateVaultSecretsTest {
  private static final MigrationCases CASES = new MigrationCases("vso");

  @TempDir private Path folder;

  static List<String> cases() throws IOException {
    return CASES.names();
  }

  @Proves({"P052", "P061", "P067"})
  @ParameterizedTest
  @MethodSource("cases")
  void whatIsMigratedAndWhatIsSaid(String name) throws IOException {
    CASES.assertExpected(name);
  }

  @Proves("P052")
  @ParameterizedTest
  @MethodSource("cases")
  void whatIsMigratedPassesLint(String name) throws IOException {
    CASES.assertLinted(name, folder);
  }

  /** Each field of what is migrated has its row; of what is left, at least one says why. */
  @Proves({"P052", "P061", "P067"})
  @ParameterizedTest
  @MethodSource("cases")
  void noFieldIsLostInSilence(String name) throws IOException {
    Invocation run = CASES.migrated(name);
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            InputStream.nullInputStream(),
            CASES.folder(name),
            false,
            InstantSource.system());
    for (ManifestDocument document : new ManifestReader(surroundings).read(List.of("input.yaml"))) {
      if (!document.apiVersion().startsWith("secrets.hashicorp.com/")) {
        continue;
      }
      if (run.err().contains(shown(document) + ": left as it is")) {
        assertThat(rows(run, document, "", "refused")).as(shown(document)).isPositive();
        continue;
      }
      assertThat(rows(run, document, "", " " + document.kind() + " ")).isPositive();
      if (run.err().contains(shown(document) + ": migrated")) {
        for (String field : fields(document, "/spec", document.content().path("spec"))) {
          assertThat(rows(run, document, field, "")).as(name + " " + field).isPositive();
        }
      }
    }
  }

  private static String shown(ManifestDocument document) {
    String namespace = document.namespace() == null ? "" : document.namespace() + "/";
    return namespace + document.kind() + "/" + document.name();
  }

  /** How many rows of the report are about the lines of a field, and have this in them. */
  private static long rows(Invocation run, ManifestDocument document, String field, String text) {
    IntSummaryStatistics lines =
        document.lines().entrySet().stream()
            .filter(it -> it.getKey().equals(field) || it.getKey().startsWith(field + "/"))
            .mapToInt(Map.Entry::getValue)
            .summaryStatistics();
    return run.err()
        .lines()
        .filter(it -> it.matches("input[.]yaml:[0-9]+ .*") && it.contains(text))
        .mapToInt(it -> Integer.parseInt(it.substring(11, it.indexOf(' '))))
        .filter(it -> it >= lines.getMin() && it <= lines.getMax())
        .count();
  }

  /** Those that the table speaks of, and those that it does not know and that have no members. */
  private static List<String> fields(ManifestDocument document, String at, JsonNode node) {
    String path = at.substring(1).replace('/', '.').replaceAll("\\.[0-9]+(?=\\.|$)", "[]");
    boolean known =
        OperatorFields.all().getOrDefault(document.kind(), List.of()).stream()
            .map(KnownField::path)
            .anyMatch(path::equals);
    List<String> fields = new ArrayList<>();
    if (known || node.isEmpty()) {
      fields.add(at);
      return fields;
    }
    node.properties()
        .forEach(it ->
            fields.addAll(
                fields(document, ManifestDocument.member(at, it.getKey()), it.getValue())));
    return fields;
  }

  @Test
  void theTableOfFieldsIsCurrent() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            <!-- Generated from the fields that migrate knows: edit those. -->

            # Fields of the Vault Secrets Operator

            What [`keyturn migrate manifests`](command-line.md#keyturn-migrate-manifests) makes of objects of the group `secrets.hashicorp.com`.
            How to go about it: [Come from the Vault Secrets Operator](../how-to/come-from-the-vault-secrets-operator.md).

            | Result | Meaning |
            |---|---|
            | translated | a field of what is written says the same |
            | not needed | it does nothing here |
            | check | the object is migrated without it; weigh what is lost |
            | refused | the object is left as it is |

            That is what mostly becomes of a field; the report says it of each one that is written. What stands below a field goes with it,
            and of a field that is not in these tables the report says `check`.
            """);
    OperatorFields.all()
        .forEach((kind, fields) -> {
          page.append("\n## ").append(kind);
          page.append("\n\n| Field | Result | What becomes of it |\n|---|---|---|\n");
          fields.forEach(field ->
              page.append(
                  "| `%s` | %s | %s |\n"
                      .formatted(field.path(), field.fate().word(), field.becomes())));
        });
    page.append("\n## Kinds that are refused\n\n| Kind | Why |\n|---|---|\n");
    OperatorFields.refusedKinds()
        .forEach((kind, why) -> page.append("| `%s` | %s |\n".formatted(kind, why)));
    GeneratedPage.assertCurrent("docs/reference/vault-secrets-operator-fields.md", page.toString());
  }

  /** A store of each tool by the same name would replace the other. */
  @Test
  void whatIsWrittenTwiceIsTold() throws IOException {
    String twice =
        """
        apiVersion: secrets.hashicorp.com/v1beta1
        kind: VaultConnection
        metadata: {name: vault, namespace: shop}
        spec: {address: "https://vault.example:8200"}
        ---
        apiVersion: secrets.hashicorp.com/v1beta1
        kind: VaultAuth
        metadata: {name: vault-shop, namespace: shop}
        spec:
          vaultConnectionRef: vault
          method: kubernetes
          mount: kubernetes
          kubernetes: {role: shop, serviceAccount: shop}
        ---
        apiVersion: secrets.hashicorp.com/v1beta1
        kind: VaultStaticSecret
        metadata: {name: web, namespace: shop}
        spec: {vaultAuthRef: vault-shop, mount: kv, type: kv-v2, path: web, destination: {name: web, create: true}}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          namespace: shop
          annotations:
            vault.hashicorp.com/agent-inject: "true"
            vault.hashicorp.com/role: shop
            vault.hashicorp.com/service: https://vault.example:8200
            vault.hashicorp.com/agent-inject-template-key: '{{ with secret "kv/data/web" }}{{ .Data.data.key }}{{ end }}'
        spec:
          containers: [{name: web, image: example.com/web:1}]
        """;
    Invocation run = Invocation.in(folder, Map.of(), twice, "migrate", "manifests", "-");
    assertThat(run.err()).contains("check: SecretStore shop/vault-shop is written twice");
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_READY);
  }
}
