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

  /** The next version; whatever changes counts. */
  FakeSecret changed(String newValue, Map<String, String> newMetadata, Instant now) {
    return new FakeSecret(secretId, name, version + 1, newValue, newMetadata, encrypted, now);
  }

  ObjectNode json(FakePlace place, String shown, boolean hidden) {
    ObjectNode json = FakeReply.JSON.createObjectNode();
    json.put("id", secretId.toString()).put("_id", secretId.toString());
    json.put("workspace", FakeInfisical.PROJECT_ID).put("environment", place.environment());
    json.put("version", version).put("type", "shared").put("secretKey", name);
    json.put("secretValue", hidden ? MASK : shown).put("secretValueHidden", hidden);
    json.put("secretComment", "").putNull("secretReminderNote");
    json.put("secretPath", place.folder()).put("skipMultilineEncoding", false);
    json.put("createdAt", "2026-01-01T00:00:00.000Z").put("updatedAt", updated.toString());
    json.set("tags", FakeReply.JSON.valueToTree(List.of(Map.of("id", "t", "slug", "red"))));
    ArrayNode list = json.putArray("secretMetadata");
    metadata.forEach((key, text) ->
        list.addObject().put("key", key).put("value", text).put("isEncrypted", false));
    encrypted.forEach((key, text) ->
        list.addObject().put("key", key).put("value", text).put("isEncrypted", true));
    return json;
  }
}
