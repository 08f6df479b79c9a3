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

/** What a request to {@link FakeInfisical} names, in its query and in its body alike. */
record FakeParameters(Map<String, String> texts, JsonNode body) {

  static FakeParameters of(ScriptedServer.Seen request) {
    Map<String, String> texts = new HashMap<>();
    JsonNode body = body(request);
    body.properties().forEach(it -> texts.put(it.getKey(), it.getValue().asText()));
    String query = URI.create(request.target()).getRawQuery();
    if (query != null) {
      for (String pair : query.split("&", 0)) {
        String[] parts = pair.split("=", 2);
        texts.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
      }
    }
    return new FakeParameters(texts, body);
  }

  private static JsonNode body(ScriptedServer.Seen request) {
    try {
      return FakeReply.JSON.readTree(request.body().isEmpty() ? "{}" : request.body());
    } catch (JsonProcessingException e) {
      throw new FakeReply.Refusal(400, "BadRequest", "Body is not valid JSON");
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  boolean is(String name, String text) {
    return text(name).equals(Optional.of(text));
  }

  boolean flag(String name, boolean otherwise) {
    return text(name).map("true"::equals).orElse(otherwise);
  }

  /** The folder that the parameter of this name tells, of the one project that there is. */
  FakePlace place(String path) {
    String project = text("projectId").or(() -> text("workspaceId")).orElse("");
    if (!project.equals(FakeInfisical.PROJECT_ID)) {
      throw new FakeReply.Refusal(404, "NotFound", "Project with ID '" + project + "' not found");
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
