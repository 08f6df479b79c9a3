package dev.keyturn.operator.provider.infisical;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What {@link FakeInfisical} answers; errors have the form of the server's error handler. */
record FakeReply(int status, JsonNode body) {
  static final ObjectMapper JSON = new ObjectMapper();

  static FakeReply ok(JsonNode body) {
    return new FakeReply(200, body);
  }

  static FakeReply error(int status, String error, String message) {
    ObjectNode body = JSON.createObjectNode();
    body.put("reqId", "req-1").put("statusCode", status);
    return new FakeReply(status, body.put("error", error).put("message", message));
  }

  /** The words of the framework, where the server has no such route. */
  static FakeReply noRoute(String method, String path) {
    ObjectNode body = JSON.createObjectNode();
    body.put("message", "Route " + method + ":" + path + " not found");
    return new FakeReply(404, body.put("error", "Not Found").put("statusCode", 404));
  }

  /** Takes an answer out of the middle of a nested decision. */
  @SuppressWarnings("serial") // never serialized
  static final class Refusal extends RuntimeException {
    private final transient FakeReply reply;

    Refusal(int status, String error, String message) {
      super(null, null, false, false);
      this.reply = error(status, error, message);
    }

    FakeReply reply() {
      return reply;
    }
  }
}
