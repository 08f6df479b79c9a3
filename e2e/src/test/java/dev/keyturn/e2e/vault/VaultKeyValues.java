package dev.keyturn.e2e.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.process.Answer;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.Waiting;
import java.time.Duration;
import java.util.Map;

/** Key-value engines of a Vault, version 1 and 2, with the rights of one token. */
public final class VaultKeyValues {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpCaller caller;

  VaultKeyValues(HttpCaller caller) {
    this.caller = caller;
  }

  /** Mounts an engine; version 1 or 2. Returns when version 2 has finished its own upgrade. */
  public void mount(String path, int version) {
    ObjectNode request = JSON.createObjectNode().put("type", "kv");
    request.putObject("options").put("version", Integer.toString(version));
    caller.post("/v1/sys/mounts/" + path, request).orThrow();
    Waiting.until(
        Duration.ofSeconds(20),
        () -> caller.get("/v1/" + path + "/" + (version == 2 ? "config" : "none")).status() != 400,
        () -> "the engine at " + path + " is not ready");
  }

  public void unmount(String path) {
    caller.delete("/v1/sys/mounts/" + path).orThrow();
  }

  /** Writes a new version of a version 2 secret and returns its number. */
  public int write(String mount, String path, Map<String, String> data) {
    return writeJson(mount, path, JSON.valueToTree(data));
  }

  /** The same with values of any JSON type. */
  public int writeJson(String mount, String path, JsonNode data) {
    ObjectNode request = JSON.createObjectNode();
    request.set("data", data);
    return caller
        .post("/v1/%s/data/%s".formatted(mount, path), request)
        .orThrow()
        .json()
        .path("data")
        .path("version")
        .asInt();
  }

  /** The newest version of a version 2 secret, whatever the status. */
  public Answer read(String mount, String path) {
    return caller.get("/v1/%s/data/%s".formatted(mount, path));
  }

  /** Hides versions: they can be undeleted. */
  public void softDelete(String mount, String path, int... versions) {
    caller.post("/v1/%s/delete/%s".formatted(mount, path), numbers(versions)).orThrow();
  }

  public void undelete(String mount, String path, int... versions) {
    caller.post("/v1/%s/undelete/%s".formatted(mount, path), numbers(versions)).orThrow();
  }

  /** Removes the data of versions for good; their numbers remain. */
  public void destroy(String mount, String path, int... versions) {
    caller
        .call(
            "PUT",
            "/v1/%s/destroy/%s".formatted(mount, path),
            "application/json",
            numbers(versions).toString())
        .orThrow();
  }

  /** Removes a version 2 secret with all versions. */
  public void deleteCompletely(String mount, String path) {
    caller.delete("/v1/%s/metadata/%s".formatted(mount, path)).orThrow();
  }

  /** Writes a secret of a version 1 engine. */
  public void writeVersion1(String mount, String path, Map<String, String> data) {
    caller.post("/v1/%s/%s".formatted(mount, path), JSON.valueToTree(data)).orThrow();
  }

  public void deleteVersion1(String mount, String path) {
    caller.delete("/v1/%s/%s".formatted(mount, path)).orThrow();
  }

  private static ObjectNode numbers(int... versions) {
    ObjectNode request = JSON.createObjectNode();
    ArrayNode array = request.putArray("versions");
    for (int version : versions) {
      array.add(version);
    }
    return request;
  }
}
