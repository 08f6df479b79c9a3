package dev.keyturn.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.process.HttpCaller;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An open watch: a thread of its own reads events until the script closes it. */
final class WatchReader implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration EVENT_LIMIT = Duration.ofSeconds(10);

  private final int status;
  private final InputStream stream;
  private final LinkedBlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

  private WatchReader(HttpResponse<InputStream> response) {
    status = response.statusCode();
    stream = response.body();
    Thread.ofVirtual().name("conformance-watch").start(this::read);
  }

  /** Returns when the server has answered with its status. */
  static WatchReader open(HttpCaller caller, String path) throws IOException {
    try {
      return new WatchReader(
          caller
              .client()
              .send(
                  caller.request(path).timeout(ANSWER_LIMIT).GET().build(),
                  BodyHandlers.ofInputStream()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void read() {
    try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(stream)) {
      while (values.hasNextValue()) {
        events.add(values.nextValue());
      }
    } catch (IOException e) {
      // Closed by the script or by the server: what came before is the answer.
      return;
    }
  }

  /** The next events, fewer when they do not come in 10 s each. */
  ObjectNode collect(int count) {
    ObjectNode answer = JSON.createObjectNode().put("status", status);
    ArrayNode collected = answer.putArray("events");
    try {
      while (collected.size() < count) {
        JsonNode event = events.poll(EVENT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
          return answer;
        }
        collected.add(event);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return answer;
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
