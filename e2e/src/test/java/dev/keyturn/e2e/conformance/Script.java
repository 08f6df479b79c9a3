package dev.keyturn.e2e.conformance;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of requests; the format is described in {@code conformance/README.md} of the test
 * resources.
 *
 * @param why what the operator relies on here
 */
record Script(String name, String why, List<Step> steps) {
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** One file's content. */
  private record Content(String why, List<Step> steps) {}

  /**
   * One request, the beginning of a watch, or the events that a watch has brought.
   *
   * @param request method and path
   * @param body the JSON body
   * @param text the body as it is, instead of {@code body}
   * @param watch path of a watch that begins now, known as the step's name
   * @param collect name of the watch step whose next events are the answer
   * @param events how many events to collect
   * @param forget makes the server forget every version before now
   * @param eventually repeat the request until the expectation holds
   * @param expect status and JSON pointers into the body with their values; null means absent
   * @param capture names for values of the answer, by JSON pointer
   * @param mask names of captured values that are chosen by the server at random
   * @param only pointers of the answer's body that are compared, all of it when empty
   */
  record Step(
      String name,
      @Nullable String request,
      @Nullable String contentType,
      @Nullable String accept,
      @Nullable JsonNode body,
      @Nullable String text,
      @Nullable String watch,
      @Nullable String collect,
      int events,
      boolean forget,
      boolean eventually,
      @Nullable Map<String, JsonNode> expect,
      @Nullable Map<String, String> capture,
      @Nullable List<String> mask,
      @Nullable List<String> only) {

    Map<String, JsonNode> expectations() {
      return expect == null ? Map.of() : expect;
    }

    Map<String, String> captures() {
      return capture == null ? Map.of() : capture;
    }

    List<String> masks() {
      return mask == null ? List.of() : mask;
    }

    List<String> compared() {
      return only == null ? List.of() : only;
    }
  }

  static Script read(Path file) {
    try {
      Content content = YAML.readValue(file.toFile(), Content.class);
      String name = file.getFileName().toString().replace(".yaml", "");
      return new Script(name, content.why(), content.steps());
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
