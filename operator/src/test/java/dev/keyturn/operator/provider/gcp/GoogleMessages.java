package dev.keyturn.operator.provider.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;

/** Requests and answers as Google's services word them. */
final class GoogleMessages {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoogleMessages() {}

  /** An answer. */
  record Reply(int status, String body) {}

  static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return parameters;
  }

  static Reply error(int status, String code, String text) {
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("error").put("code", status).put("message", text).put("status", code);
    return new Reply(status, answer.toString());
  }

  static JsonNode json(String text) {
    try {
      return text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
