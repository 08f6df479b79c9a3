package dev.keyturn.operator.provider.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Secrets of the project {@link #PROJECT}, global and regional ones. It answers as the reference of
 * the REST interface says, with the project's number in place of its id, and with the error texts
 * of the service.
 */
final class FakeSecretManager {
  static final String PROJECT = "shop-prod";
  private static final String NUMBER = "123456789012";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile(
          "/v1/projects/([^/]+)(/locations/[^/]+)?/secrets(?:/([^/:]+))?(/versions)?(?:/([^/:]+))?"
              + "(?::(\\w+))?");

  private enum State {
    ENABLED,
    DISABLED,
    DESTROYED
  }

  private static final class Version {
    final byte[] data;
    final Instant created;
    State state = State.ENABLED;
    Optional<Instant> end = Optional.empty();
    int changes;

    Version(byte[] data, Instant created) {
      this.data = data;
      this.created = created;
    }
  }

  private static final class Secret {
    final List<Version> versions = new ArrayList<>();
    final Map<String, String> annotations = new TreeMap<>();
    final Map<String, Long> aliases = new HashMap<>();
    final ObjectNode settings = JSON.createObjectNode();
    final Instant created;
    int changes;
    boolean spoiled;

    Secret(Instant created) {
      this.created = created;
    }
  }

  private final InstantSource clock;
  private final SortedMap<String, Secret> secrets = new TreeMap<>();
  private volatile boolean gone;

  FakeSecretManager(InstantSource clock) {
    this.clock = clock;
  }

  /** A new version of a global secret, behind the provider's back. */
  synchronized void put(String id, byte[] data) {
    secrets
        .computeIfAbsent("/" + id, name -> new Secret(clock.instant()))
        .versions
        .add(new Version(data, clock.instant()));
  }

  /** A global secret without a version, as Terraform makes it. */
  synchronized void putEmpty(String id, Map<String, String> annotations) {
    Secret secret = new Secret(clock.instant());
    secret.annotations.putAll(annotations);
    secrets.put("/" + id, secret);
  }

  synchronized void remove(String id) {
    secrets.remove("/" + id);
  }

  synchronized void disable(String id) {
    secret(id).versions.getLast().state = State.DISABLED;
  }

  synchronized void disable(String id, int number) {
    secret(id).versions.get(number - 1).state = State.DISABLED;
  }

  synchronized void destroy(String id) {
    secret(id).versions.getLast().state = State.DESTROYED;
  }

  /** From now on a destruction is put off. */
  synchronized void destroyAfter(String id, Duration wait) {
    secret(id).settings.put("versionDestroyTtl", wait.toSeconds() + "s");
  }

  synchronized void alias(String id, String alias, long number) {
    secret(id).aliases.put(alias, number);
  }

  synchronized void spoilChecksum(String id) {
    secret(id).spoiled = true;
  }

  synchronized byte[] newest(String id) {
    return secret(id).versions.getLast().data.clone();
  }

  /** From now on the project is one that nobody knows. */
  void loseProject() {
    gone = true;
  }

  synchronized int versions(String id) {
    return secret(id).versions.size();
  }

  synchronized Map<String, String> annotations(String id) {
    return Map.copyOf(secret(id).annotations);
  }

  /** Sets the labels of a secret. */
  synchronized void label(String id, Map<String, String> labels) {
    ObjectNode members = JSON.createObjectNode();
    labels.forEach(members::put);
    secret(id).settings.set("labels", members);
  }

  /**
   * What was said of encryption and replication when the secret was made; {@code L/id} for regional
   * ones.
   */
  synchronized JsonNode settings(String id) {
    return secret(id).settings.deepCopy();
  }

  private Secret secret(String id) {
    String key = id.contains("/") ? "/locations/" + id : "/" + id;
    return Optional.ofNullable(secrets.get(key)).orElseThrow();
  }

  synchronized GoogleMessages.Reply answer(String method, String path, String query, String body) {
    Matcher target = PATH.matcher(path);
    if (!target.matches()) {
      return new GoogleMessages.Reply(404, "<html>not found</html>");
    }
    if (gone || !target.group(1).equals(PROJECT)) {
      return GoogleMessages.error(404, "NOT_FOUND", "Requested entity was not found.");
    }
    String location = Optional.ofNullable(target.group(2)).orElse("");
    Optional<String> id = Optional.ofNullable(target.group(3));
    Map<String, String> parameters = GoogleMessages.parameters(query);
    if (id.isEmpty()) {
      return method.equals("POST")
          ? create(location, parameters.getOrDefault("secretId", ""), GoogleMessages.json(body))
          : list(location, parameters);
    }
    String key = location + "/" + id.get();
    Secret secret = secrets.get(key);
    String name = name(key);
    if (secret == null) {
      return GoogleMessages.error(
          404, "NOT_FOUND", "Secret [" + name + "] not found or has no versions.");
    }
    if (target.group(4) == null) {
      return ofSecret(method, Optional.ofNullable(target.group(6)).orElse(""), key, secret, body);
    }
    return target.group(5) == null
        ? versions(name, secret, parameters)
        : ofVersion(
            name,
            secret,
            target.group(5),
            Optional.ofNullable(target.group(6)).orElse(""),
            GoogleMessages.json(body));
  }

  private GoogleMessages.Reply create(String location, String id, JsonNode body) {
    if (secrets.containsKey(location + "/" + id)) {
      return GoogleMessages.error(
          409, "ALREADY_EXISTS", "Secret [" + name(location + "/" + id) + "] already exists.");
    }
    if (!id.matches("[A-Za-z0-9_-]{1,255}") || body.has("replication") != location.isEmpty()) {
      return GoogleMessages.error(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
    }
    Secret secret = new Secret(clock.instant());
    body.path("annotations")
        .properties()
        .forEach(entry -> secret.annotations.put(entry.getKey(), entry.getValue().asText()));
    body.properties().stream()
        .filter(entry -> !entry.getKey().equals("annotations"))
        .forEach(entry -> secret.settings.set(entry.getKey(), entry.getValue()));
    secrets.put(location + "/" + id, secret);
    return described(location + "/" + id, secret);
  }

  private GoogleMessages.Reply list(String location, Map<String, String> parameters) {
    List<Map.Entry<String, Secret>> found =
        secrets.entrySet().stream()
            .filter(entry ->
                entry.getKey().substring(0, entry.getKey().lastIndexOf('/')).equals(location))
            .toList();
    ObjectNode page = JSON.createObjectNode();
    ArrayNode list = JSON.createArrayNode();
    int start = Integer.parseInt(parameters.getOrDefault("pageToken", "0"));
    int end = Math.min(found.size(), start + size(parameters));
    found
        .subList(start, end)
        .forEach(entry -> list.add(describe(entry.getKey(), entry.getValue())));
    // The service leaves empty members out.
    if (!list.isEmpty()) {
      page.set("secrets", list);
    }
    if (end < found.size()) {
      page.put("nextPageToken", Integer.toString(end));
    }
    return new GoogleMessages.Reply(200, page.put("totalSize", found.size()).toString());
  }

  private GoogleMessages.Reply ofSecret(
      String method, String verb, String key, Secret secret, String body) {
    if (verb.equals("addVersion")) {
      return addVersion(key, secret, GoogleMessages.json(body));
    }
    if (method.equals("DELETE")) {
      secrets.remove(key);
      return new GoogleMessages.Reply(200, "{}");
    }
    if (method.equals("PATCH")) {
      JsonNode wanted = GoogleMessages.json(body);
      if (wanted.has("etag") && !wanted.path("etag").asText().equals(etag(secret.changes))) {
        return GoogleMessages.error(
            400, "FAILED_PRECONDITION", "The etag provided does not match.");
      }
      secret.annotations.clear();
      wanted
          .path("annotations")
          .properties()
          .forEach(entry -> secret.annotations.put(entry.getKey(), entry.getValue().asText()));
      secret.changes++;
    }
    return described(key, secret);
  }

  private GoogleMessages.Reply addVersion(String key, Secret secret, JsonNode body) {
    byte[] data = Base64.getDecoder().decode(body.at("/payload/data").asText());
    JsonNode checksum = body.at("/payload/dataCrc32c");
    if (data.length == 0 || data.length > 65_536) {
      return GoogleMessages.error(
          400, "INVALID_ARGUMENT", "Secret Payload must be between 1 and 65536 bytes.");
    }
    if (!checksum.isMissingNode() && checksum.asLong() != checksum(data)) {
      return GoogleMessages.error(400, "INVALID_ARGUMENT", "Provided crc32c does not match.");
    }
    secret.versions.add(new Version(data, clock.instant()));
    return version(name(key), secret, secret.versions.size());
  }

  private GoogleMessages.Reply versions(
      String name, Secret secret, Map<String, String> parameters) {
    boolean enabledAlone = "state:ENABLED".equals(parameters.get("filter"));
    ArrayNode list = JSON.createArrayNode();
    int newest =
        Integer.parseInt(
            parameters.getOrDefault("pageToken", Integer.toString(secret.versions.size())));
    int last = Math.max(0, newest - size(parameters));
    // The filter comes after the page: it may leave nothing of one that is not the last.
    for (int number = newest; number > last; number--) {
      if (!enabledAlone || secret.versions.get(number - 1).state == State.ENABLED) {
        list.add(GoogleMessages.json(version(name, secret, number).body()));
      }
    }
    ObjectNode page = JSON.createObjectNode();
    if (!list.isEmpty()) {
      page.set("versions", list);
    }
    if (last > 0) {
      page.put("nextPageToken", Integer.toString(last));
    }
    return new GoogleMessages.Reply(200, page.put("totalSize", secret.versions.size()).toString());
  }

  private GoogleMessages.Reply ofVersion(
      String name, Secret secret, String asked, String verb, JsonNode body) {
    int number =
        asked.equals("latest")
            ? secret.versions.size()
            : (int)
                (long)
                    secret.aliases.getOrDefault(
                        asked, asked.matches("[0-9]+") ? Long.parseLong(asked) : 0);
    if (number < 1 || number > secret.versions.size()) {
      return asked.equals("latest")
          ? GoogleMessages.error(
              404, "NOT_FOUND", "Secret [" + name + "] not found or has no versions.")
          : GoogleMessages.error(
              404, "NOT_FOUND", "Secret Version [" + name + "/versions/" + asked + "] not found.");
    }
    Version version = secret.versions.get(number - 1);
    boolean refused =
        switch (verb) {
          case "access" -> version.state != State.ENABLED;
          case "enable", "disable" -> version.state == State.DESTROYED;
          default -> false;
        };
    if (refused) {
      return GoogleMessages.error(
          400,
          "FAILED_PRECONDITION",
          "Secret Version [%s/versions/%d] is in %s state.".formatted(name, number, version.state));
    }
    if (body.has("etag") && !body.path("etag").asText().equals(etag(version.changes))) {
      return GoogleMessages.error(400, "FAILED_PRECONDITION", "The etag provided does not match.");
    }
    switch (verb) {
      case "access" -> {
        return access(name + "/versions/" + number, version, secret.spoiled);
      }
      case "enable" -> {
        change(version, State.ENABLED);
        version.end = Optional.empty();
      }
      case "disable" -> change(version, State.DISABLED);
      case "destroy" -> destroy(version, secret.settings.path("versionDestroyTtl"));
      default -> {}
    }
    return version(name, secret, number);
  }

  /** Where the secret has a time to wait, the version is disabled for it. */
  private void destroy(Version version, JsonNode wait) {
    if (wait.isTextual() && version.state != State.DESTROYED) {
      change(version, State.DISABLED);
      version.end = Optional.of(clock.instant().plus(Duration.parse("PT" + wait.asText())));
    } else {
      change(version, State.DESTROYED);
    }
  }

  private static void change(Version version, State state) {
    version.state = state;
    version.changes++;
  }

  private static GoogleMessages.Reply access(String name, Version version, boolean spoiled) {
    ObjectNode answer = JSON.createObjectNode().put("name", name);
    answer
        .putObject("payload")
        .put("data", Base64.getEncoder().encodeToString(version.data))
        .put("dataCrc32c", Long.toString(checksum(version.data) ^ (spoiled ? 1 : 0)));
    return new GoogleMessages.Reply(200, answer.toString());
  }

  private static GoogleMessages.Reply version(String name, Secret secret, int number) {
    Version version = secret.versions.get(number - 1);
    ObjectNode described =
        JSON.createObjectNode()
            .put("name", name + "/versions/" + number)
            .put("createTime", version.created.toString())
            .put("state", version.state.name())
            .put("etag", etag(version.changes))
            .put("clientSpecifiedPayloadChecksum", true);
    version.end.ifPresent(end -> described.put("scheduledDestroyTime", end.toString()));
    return new GoogleMessages.Reply(200, described.toString());
  }

  private static GoogleMessages.Reply described(String key, Secret secret) {
    return new GoogleMessages.Reply(200, describe(key, secret).toString());
  }

  private static ObjectNode describe(String key, Secret secret) {
    ObjectNode described =
        JSON.createObjectNode()
            .put("name", name(key))
            .put("createTime", secret.created.toString())
            .put("etag", etag(secret.changes));
    described.setAll(secret.settings);
    if (!secret.annotations.isEmpty()) {
      secret.annotations.forEach(described.putObject("annotations")::put);
    }
    return described;
  }

  private static String name(String key) {
    int slash = key.lastIndexOf('/');
    return "projects/" + NUMBER + key.substring(0, slash) + "/secrets" + key.substring(slash);
  }

  private static String etag(int changes) {
    return "\"etag-" + changes + "\"";
  }

  private static long checksum(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return crc.getValue();
  }

  private static int size(Map<String, String> parameters) {
    int asked = Integer.parseInt(parameters.getOrDefault("pageSize", "0"));
    // Google's own client always says a size, 0 where it wants none in particular.
    return asked == 0 ? 25_000 : asked;
  }
}
