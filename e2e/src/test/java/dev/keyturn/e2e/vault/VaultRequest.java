package dev.keyturn.e2e.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One request as the audit device tells it.
 *
 * @param operation of Vault: read, list, create, update, delete
 * @param path without {@code /v1/}, such as {@code team-a/data/db}
 * @param failed whether the answer carried an error, a refusal among them
 * @param identity whose token it came with, as Vault displays it; empty for none
 * @param time when Vault answered
 */
public record VaultRequest(
    String operation, String path, boolean failed, String identity, Instant time) {

  static VaultRequest of(JsonNode entry) {
    JsonNode request = entry.path("request");
    return new VaultRequest(
        request.path("operation").asText(),
        request.path("path").asText(),
        !entry.path("error").asText().isEmpty(),
        entry.at("/auth/display_name").asText(),
        Instant.parse(entry.path("time").asText()));
  }

  /** Whether it asked for a token. */
  public boolean isLogin() {
    return path.startsWith("auth/") && (path.endsWith("/login") || path.contains("/login/"));
  }
}
