package dev.keyturn.operator.provider.infisical;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One version of a secret of {@link FakeInfisical}.
 *
 * @param secretId the same in all versions, another one after a deletion
 * @param updated when this version was made
 */
record FakeSecret(
    UUID secretId,
    String name,
    int version,
    String value,
    Map<String, String> metadata,
    Map<String, String> encrypted,
    Instant updated) {
  private static final String MASK = "<hidden-by-infisical>";
  private static final Map<String, String> TAG =
      Map.of(
          "id", "0191aa5c-0000-7b42-9c3e-0a1f6f1f4c11",
          "slug", "red",
          "name", "red",
          "color", "#f00");

  /** The next version; whatever changes counts. */
  FakeSecret changed(String newValue, Map<String, String> newMetadata, Instant now) {
    return new FakeSecret(secretId, name, version + 1, newValue, newMetadata, encrypted, now);
  }

  /** What the answer to a creation says. */
  ObjectNode made(FakePlace place) {
    ObjectNode json = FakeReply.JSON.createObjectNode();
    json.put("id", secretId.toString()).put("_id", secretId.toString());
    json.put("workspace", FakeInfisical.PROJECT_ID).put("environment", place.environment());
    json.put("version", version).put("type", "shared").put("secretKey", name);
    json.put("secretValue", value).put("secretComment", "").putNull("secretReminderNote");
    json.put("skipMultilineEncoding", false);
    return json.put("createdAt", "2026-01-01T00:00:00.000Z").put("updatedAt", updated.toString());
  }

  /** What the answer to a change or a deletion says. */
  ObjectNode changed(FakePlace place) {
    return made(place).put("secretValueHidden", false);
  }

  /** What the answer to a question says. */
  ObjectNode read(FakePlace place, String shown, boolean hidden) {
    ObjectNode json = made(place).put("secretPath", place.folder());
    json.put("secretValue", hidden ? MASK : shown).put("secretValueHidden", hidden);
    json.set("tags", FakeReply.JSON.valueToTree(List.of(TAG)));
    ArrayNode list = json.putArray("secretMetadata");
    metadata.forEach((key, text) ->
        list.addObject().put("key", key).put("value", text).put("isEncrypted", false));
    encrypted.forEach((key, text) ->
        list.addObject().put("key", key).put("value", text).put("isEncrypted", true));
    return json;
  }

  /** The same in a list of what a folder imports. */
  ObjectNode imported(FakePlace place, String shown, boolean hidden) {
    ObjectNode json = read(place, shown, hidden);
    json.remove(List.of("createdAt", "updatedAt", "secretPath", "tags"));
    return json;
  }
}
