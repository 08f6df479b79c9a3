package dev.keyturn.operator.provider.infisical;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a request to {@link FakeInfisical} names: a question in its query, everything else in its
 * body.
 *
 * @param query empty for what is no question
 * @param body an empty object for a question
 */
record FakeParameters(Map<String, String> query, JsonNode body) {

  static FakeParameters of(ScriptedServer.Seen request) {
    boolean question = request.method().equals("GET");
    return new FakeParameters(
        question ? query(request) : Map.of(),
        question ? FakeReply.JSON.createObjectNode() : body(request));
  }

  private static Map<String, String> query(ScriptedServer.Seen request) {
    Map<String, String> texts = new HashMap<>();
    String query = URI.create(request.target()).getRawQuery();
    if (query != null) {
      for (String pair : query.split("&", 0)) {
        String[] parts = pair.split("=", 2);
        texts.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
      }
    }
    return texts;
  }

  private static JsonNode body(ScriptedServer.Seen request) {
    try {
      return FakeReply.JSON.readTree(request.body().isEmpty() ? "{}" : request.body());
    } catch (JsonProcessingException e) {
      throw new FakeReply.Refusal(400, "BadRequest", "Body is not valid JSON");
    }
  }

  /** All of it as one object of the kinds that a route asks for. */
  JsonNode typed(Shape asked) {
    return query.isEmpty() ? body : asked.typed(query);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(query.get(name))
        .or(() -> Optional.ofNullable(body.path(name).textValue()));
  }

  boolean is(String name, String text) {
    return text(name).equals(Optional.of(text));
  }

  boolean flag(String name, boolean otherwise) {
    return text(name).map("true"::equals).orElse(otherwise);
  }

  /**
   * The folder that a request tells, of the one project that there is.
   *
   * @param project name of the parameter that says the project
   * @param path name of the parameter that says the folder
   */
  FakePlace place(String project, String path) {
    String id = text(project).orElse("");
    if (!id.equals(FakeInfisical.PROJECT_ID)) {
      throw new FakeReply.Refusal(404, "NotFound", "Project with ID '" + id + "' not found");
    }
    return new FakePlace(text("environment").orElse(""), text(path).orElse("/"));
  }

  Optional<Map<String, String>> metadata() {
    if (!body.has("secretMetadata")) {
      return Optional.empty();
    }
    Map<String, String> tags = new HashMap<>();
    body.path("secretMetadata")
        .forEach(it -> tags.put(it.path("key").asText(), it.path("value").asText()));
    return Optional.of(tags);
  }
}
