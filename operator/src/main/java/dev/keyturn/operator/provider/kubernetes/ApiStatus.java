package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The object {@code Status} by which an API server refuses a request (Kubernetes API conventions,
 * "Response Status Kind"); its message is not kept.
 *
 * @param reason empty where none was given
 * @param kind plural of the kind that the refusal speaks of; empty where none was given
 */
record ApiStatus(String reason, String kind) {

  /** Empty where something else than an API server spoke. */
  static Optional<ApiStatus> read(Answer answer) {
    try {
      return StrictJson.read(answer.body(), ApiStatus::of);
    } catch (WireProblem foreign) {
      return Optional.empty();
    }
  }

  private static Optional<ApiStatus> of(StrictJson json) {
    Map<String, String> texts = new HashMap<>();
    json.object(name -> {
      switch (name) {
        case "kind", "reason" -> texts.put(name, json.text());
        case "details" -> details(json, texts);
        default -> json.skip();
      }
    });
    return "Status".equals(texts.get("kind"))
        ? Optional.of(
            new ApiStatus(texts.getOrDefault("reason", ""), texts.getOrDefault("details.kind", "")))
        : Optional.empty();
  }

  private static void details(StrictJson json, Map<String, String> texts) {
    if (json.isNull()) {
      return;
    }
    json.object(name -> {
      if (name.equals("kind")) {
        texts.put("details.kind", json.text());
      } else {
        json.skip();
      }
    });
  }
}
