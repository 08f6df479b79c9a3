package dev.keyturn.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.cli.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {
  @TempDir private Path folder;

  @Test
  void eachObjectKnowsTheLinesOfItsFields() {
    List<ManifestDocument> objects =
        piped(
            """
            kind: ConfigMap
            metadata:
              name: one
            data: {a: "1", b/c: yes}
            ---
            # nothing
            ---
            kind: List
            items:
              - kind: Secret
                metadata: {name: two, namespace: shop}
            """);
    assertThat(objects).extracting(ManifestDocument::name).containsExactly("one", "two");
    assertThat(objects.getFirst().content().at("/data/a").textValue()).isEqualTo("1");
    assertThat(objects.getFirst().content().at("/data/b~1c").booleanValue()).isTrue();
    assertThat(objects.getFirst().line("/data/b~1c")).isEqualTo(4);
    assertThat(objects.getFirst().line("/metadata/labels/absent")).isEqualTo(2);
    assertThat(objects.getLast().namespace()).isEqualTo("shop");
    assertThat(objects.getLast().line("/metadata/name")).isEqualTo(11);
  }

  @Test
  void aFolderIsReadWithAllBelowIt() throws IOException {
    Files.createDirectories(folder.resolve("b"));
    Files.writeString(folder.resolve("b/two.json"), "{\"kind\": \"Secret\"}");
    Files.writeString(folder.resolve("a.yml"), "kind: ConfigMap");
    Files.writeString(folder.resolve("notes.md"), "- no manifest");
    assertThat(reader("").read(List.of(".")))
        .extracting(ManifestDocument::file)
        .containsExactly("a.yml", "b/two.json");
  }

  @Test
  void whatIsNoManifestIsNamedByItsLineAndNeverQuoted() {
    assertThatThrownBy(() -> piped("kind: A\nkey: [hunter2"))
        .hasMessageStartingWith("-:2: ")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> piped("\npassword: hunter2\n"))
        .hasMessage("-:2: no Kubernetes object (it has no kind)");
    assertThatThrownBy(() -> piped("kind: A\nkind: B\n")).hasMessage("-: this is no YAML");
    assertThatThrownBy(() -> reader("").read(List.of("absent.yaml")))
        .hasMessage("absent.yaml cannot be read");
  }

  private List<ManifestDocument> piped(String text) {
    return reader(text).read(List.of("-"));
  }

  private ManifestReader reader(String input) {
    return new ManifestReader(
        new Surroundings(
            Map.of(),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            folder,
            false,
            InstantSource.system()));
  }
}
