package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.json.MalformedJsonException;
import java.util.Base64;

/** Where the next page starts, and which version of the store it belongs to. */
record ContinueToken(long version, String namespace, String name) {
  String encode() {
    JsonNode node =
        Json.object()
            .put("v", "meta.k8s.io/v1")
            .put("rv", version)
            .put("ns", namespace)
            .put("start", name);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(node));
  }

  static ContinueToken decode(String text) {
    try {
      JsonNode node = Json.parse(Base64.getUrlDecoder().decode(text));
      return new ContinueToken(
          node.path("rv").asLong(), Json.text(node, "ns"), Json.text(node, "start"));
    } catch (IllegalArgumentException | MalformedJsonException e) {
      throw ApiException.badRequest("continue key is not valid");
    }
  }
}
