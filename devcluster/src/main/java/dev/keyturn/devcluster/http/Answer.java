package dev.keyturn.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a request is answered with. */
sealed interface Answer {
  /**
   * A JSON document.
   *
   * @param warnings texts for {@code Warning} headers
   */
  record Document(int status, JsonNode body, List<String> warnings) implements Answer {
    static Document ok(JsonNode body) {
      return new Document(200, body, List.of());
    }
  }

  /** Anything else than JSON. */
  record Plain(int status, String contentType, byte[] body) implements Answer {}

  /** Events without an end. */
  record Stream(WatchStream watch) implements Answer {}
}
