package dev.keyturn.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTemplatesTest {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("name", "sync-1"),
          Map.entry("namespace", "team"),
          Map.entry("mount", "bench"),
          Map.entry("path", "path-1"),
          Map.entry("interval", "60s"),
          Map.entry("server", "http://127.0.0.1:8200"),
          Map.entry("token", "a token with $1 and \\"),
          Map.entry("roleId", "role"),
          Map.entry("secretId", "id"),
          Map.entry("operatorNamespace", "operator"),
          Map.entry("namespaces", "[one, two]"));

  @Test
  void aValueMayHoldWhatRegularExpressionsTreatSpecially() {
    assertThat(ManifestTemplates.fillText("token: {{token}}", WORDS))
        .isEqualTo("token: a token with $1 and \\");
  }

  @Test
  void aWordThatNobodyGivesIsRefused() {
    assertThatThrownBy(() -> ManifestTemplates.fillText("{{region}}", WORDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{{region}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyturn", "external-secrets", "vault-secrets-operator"})
  void everyTemplateAsksOnlyForWordsThatAreGiven(String peer) throws IOException {
    Path folder = Path.of("peers", peer);
    ManifestTemplates templates = new ManifestTemplates(folder, Optional.empty());
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(templates.fill(file.getFileName().toString(), WORDS))
            .isNotEmpty()
            .allSatisfy(document -> assertThat(document).contains("kind:").doesNotContain("{{"));
      }
    }
  }

  @Test
  void documentsAreSeparatedAndDefinitionsAreReadFromAFolder(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("b.yaml"), "kind: B\n---\nkind: C\n");
    Files.writeString(folder.resolve("a.yaml"), "kind: A\n");
    Files.writeString(folder.resolve("a.txt"), "nothing");

    assertThat(new ManifestTemplates(folder, Optional.of(folder)).definitions())
        .extracting(String::strip)
        .containsExactly("kind: A", "kind: B", "kind: C");
  }
}
