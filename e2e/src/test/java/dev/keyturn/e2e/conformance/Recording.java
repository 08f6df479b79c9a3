package dev.keyturn.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The normalised answers of the real server, kept as files: the embedded server is compared with
 * them where no real one can be had, and a reader sees what Kubernetes answers.
 */
final class Recording {
  /** The release whose answers are kept; another one may answer differently. */
  static final String KUBERNETES = "v1.36";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Recording() {}

  static List<Transcript.Entry> read(String script) {
    try {
      JsonNode steps = JSON.readTree(Scripts.recorded(script).toFile());
      List<Transcript.Entry> entries = new ArrayList<>();
      steps.forEach(step ->
          entries.add(new Transcript.Entry(step.path("step").asText(), step.path("answer"))));
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line per step, so that a change shows as one. */
  static void write(Path folder, String script, List<Transcript.Entry> entries) {
    ArrayNode steps = JSON.createArrayNode();
    entries.forEach(
        entry -> steps.addObject().put("step", entry.step()).set("answer", entry.answer()));
    List<String> lines = new ArrayList<>();
    steps.forEach(step -> lines.add(step.toString()));
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve(script + ".json"),
          lines.stream().collect(Collectors.joining(",\n", "[\n", "\n]\n")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
