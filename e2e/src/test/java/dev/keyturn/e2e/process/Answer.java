package dev.keyturn.e2e.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpHeaders;

/** The whole answer to one request. */
public record Answer(int status, HttpHeaders headers, String text) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The body; a missing node when there is none. Throws when the text is no JSON. */
  public JsonNode json() {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new HttpFailureException("status " + status + " with a body that is no JSON", e);
    }
  }

  public boolean successful() {
    return status >= 200 && status < 300;
  }

  /** Itself; throws with the answer's text when the status is not 2xx. Only for test servers. */
  public Answer orThrow() {
    if (!successful()) {
      throw new HttpFailureException("status " + status + ": " + text);
    }
    return this;
  }
}
