package dev.keyturn.operator.provider.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Key-value engine of {@link FakeVault}, both versions on the same keys. */
final class FakeKeyValue {
  private static final Instant FIRST = Instant.parse("2026-01-02T03:04:05.678901234Z");

  private final Map<String, Key> keys = new ConcurrentHashMap<>();

  private static final class Key {
    final List<Version> versions = new ArrayList<>();
    String customMetadata = "null";
  }

  private record Version(String json, State state) {}

  private enum State {
    ALIVE,
    DELETED,
    DESTROYED
  }

  /** An answer. */
  record Reply(int status, String body) {}

  synchronized void put(String key, String json) {
    keys.computeIfAbsent(key, name -> new Key()).versions.add(new Version(json, State.ALIVE));
  }

  synchronized void tag(String key, String customMetadata) {
    found(key).customMetadata = customMetadata;
  }

  synchronized void softDelete(String key) {
    end(key, State.DELETED);
  }

  synchronized void destroy(String key) {
    end(key, State.DESTROYED);
  }

  private void end(String key, State state) {
    List<Version> versions = found(key).versions;
    versions.set(versions.size() - 1, new Version(versions.getLast().json(), state));
  }

  synchronized void remove(String key) {
    keys.remove(key);
  }

  private Key found(String key) {
    return Optional.ofNullable(keys.get(key)).orElseThrow();
  }

  synchronized Reply readV1(String key) {
    return Optional.ofNullable(keys.get(key))
        .map(found -> new Reply(200, envelope(found.versions.getLast().json())))
        .orElseGet(FakeKeyValue::neverWritten);
  }

  synchronized Reply readV2(String key, Optional<Integer> asked) {
    Key found = keys.get(key);
    if (found == null || Math.max(asked.orElse(1), 1) > found.versions.size()) {
      return neverWritten();
    }
    int number = asked.orElse(found.versions.size());
    Version version = found.versions.get(number - 1);
    boolean alive = version.state() == State.ALIVE;
    String metadata =
        """
        {"created_time":"%s","custom_metadata":%s,"deletion_time":"%s","destroyed":%b,"version":%d}\
        """
            .formatted(
                FIRST.plusSeconds(number),
                found.customMetadata,
                version.state() == State.DELETED ? FIRST.plusSeconds(number + 60) : "",
                version.state() == State.DESTROYED,
                number);
    return new Reply(
        alive ? 200 : 404,
        envelope(
            "{\"data\":%s,\"metadata\":%s}".formatted(alive ? version.json() : "null", metadata)));
  }

  /** Names below a folder that is empty or ends with a slash. */
  synchronized Reply list(String folder) {
    String names =
        keys.keySet().stream()
            .filter(key -> key.startsWith(folder) && key.length() > folder.length())
            .map(key -> key.substring(folder.length()))
            .map(rest -> rest.contains("/") ? rest.substring(0, rest.indexOf('/') + 1) : rest)
            .distinct()
            .sorted()
            .map(name -> '"' + name + '"')
            .collect(Collectors.joining(","));
    return names.isEmpty()
        ? neverWritten()
        : new Reply(200, envelope("{\"keys\":[" + names + "]}"));
  }

  synchronized Reply writeV2(String key, String body) {
    JsonNode request = json(body);
    Key found = keys.computeIfAbsent(key, name -> new Key());
    if (request.at("/options/cas").asInt() != found.versions.size()) {
      return new Reply(
          400, "{\"errors\":[\"check-and-set parameter did not match the current version\"]}");
    }
    found.versions.add(new Version(request.path("data").toString(), State.ALIVE));
    return new Reply(200, envelope("{\"version\":%d}".formatted(found.versions.size())));
  }

  synchronized Reply tagV2(String key, String body) {
    keys.computeIfAbsent(key, name -> new Key()).customMetadata =
        json(body).path("custom_metadata").toString();
    return new Reply(204, "");
  }

  /** The members that tell how a key began, and with what metadata. */
  synchronized Reply metadataV2(String key) {
    Key found = keys.get(key);
    return found == null
        ? neverWritten()
        : new Reply(
            200,
            envelope(
                """
                {"created_time":"%s","current_version":%d,"custom_metadata":%s,"versions":{%s}}\
                """
                    .formatted(
                        FIRST,
                        found.versions.size(),
                        found.customMetadata,
                        IntStream.rangeClosed(1, found.versions.size())
                            .mapToObj(number -> version(number, found.versions.get(number - 1)))
                            .collect(Collectors.joining(",")))));
  }

  private static String version(int number, Version version) {
    return """
    "%d":{"created_time":"%s","deletion_time":"%s","destroyed":%b}\
    """
        .formatted(
            number,
            FIRST.plusSeconds(number),
            version.state() == State.DELETED ? FIRST.plusSeconds(number + 60) : "",
            version.state() == State.DESTROYED);
  }

  synchronized Reply deleteV2(String key, String body) {
    return changeV2(key, body, State.DELETED);
  }

  synchronized Reply undeleteV2(String key, String body) {
    return changeV2(key, body, State.ALIVE);
  }

  synchronized Reply destroyV2(String key, String body) {
    return changeV2(key, body, State.DESTROYED);
  }

  /** The server says that it worked whatever it finds; what is destroyed stays so. */
  private Reply changeV2(String key, String body, State next) {
    Optional<Key> found = Optional.ofNullable(keys.get(key));
    for (JsonNode number : json(body).path("versions")) {
      int at = number.asInt() - 1;
      found
          .map(known -> known.versions)
          .filter(versions -> at < versions.size() && versions.get(at).state() != State.DESTROYED)
          .ifPresent(versions -> versions.set(at, new Version(versions.get(at).json(), next)));
    }
    return new Reply(204, "");
  }

  private static JsonNode json(String body) {
    try {
      return new ObjectMapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reply neverWritten() {
    return new Reply(404, "{\"errors\":[]}");
  }

  private static String envelope(String data) {
    return """
    {"request_id":"d2","lease_id":"","renewable":false,"lease_duration":0,"data":%s,\
    "wrap_info":null,"warnings":null,"auth":null,"mount_type":"kv"}\
    """
        .formatted(data);
  }
}
