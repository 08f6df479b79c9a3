package dev.keyturn.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestWriterTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<JsonNode> read(String yaml) {
    return new ManifestReader(
            new Surroundings(
                Map.of(),
                new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)),
                Path.of("."),
                false,
                InstantSource.fixed(Instant.EPOCH)))
        .read(List.of("-")).stream().<JsonNode>map(ManifestDocument::content).toList();
  }

  @Test
  void textsStayTexts() throws IOException {
    ObjectNode manifest = JSON.createObjectNode().put("kind", "Test");
    ArrayNode texts = manifest.putArray("texts");
    for (String text :
        List.of(
            "on",
            "y",
            "N",
            "null",
            "~",
            "",
            " ",
            "0400",
            "0o17",
            "0x1F",
            "1e3",
            "1_000",
            "12:30",
            "2026-01-01",
            "-1",
            ".5",
            "+.inf",
            "100m",
            "a: b",
            "# c",
            "- d",
            "{{ .e }}",
            "é\u2028",
            "a\nb",
            "a\nb\n",
            "a\n\n",
            "\n  a\n b \n",
            "a\tb\n",
            "a\rb\n",
            "\u0007\n",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            "|",
            ">",
            "=",
            "<<",
            "'",
            "\"")) {
      texts.add(text);
    }
    manifest.set(
        "others", JSON.readTree("[1, -2, 1.5, true, false, null, {}, [], {\"on\": [[1]]}]"));
    assertThat(read(ManifestWriter.yaml(List.of(manifest, manifest))))
        .map(JsonNode::toString)
        .containsExactly(manifest.toString(), manifest.toString());
  }

  /** Other readers of YAML take these for numbers, dates or booleans. */
  @ParameterizedTest
  @ValueSource(strings = {"y", "N", "0o17", "1e3", "2026-01-01", "0400", "12:30"})
  void whatSomeReaderTakesForSomethingElseIsQuoted(String text) {
    ObjectNode manifest = JSON.createObjectNode().put("kind", text);
    assertThat(ManifestWriter.yaml(List.of(manifest))).isEqualTo("kind: \"" + text + "\"\n");
  }

  @Test
  void linesAreABlock() {
    ObjectNode manifest = JSON.createObjectNode().put("kind", "a\nb: {{ .c }}\n");
    manifest.putArray("list").addObject().put("d", 1);
    assertThat(ManifestWriter.yaml(List.of(manifest)))
        .isEqualTo("kind: |\n  a\n  b: {{ .c }}\nlist:\n  - d: 1\n");
  }
}
