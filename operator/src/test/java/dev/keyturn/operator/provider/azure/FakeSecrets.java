package dev.keyturn.operator.provider.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.operator.provider.azure.FakeKeyVault.Reply;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** The secrets of a vault in memory. Names differ by more than case; times are whole seconds. */
final class FakeSecrets {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 25;

  private final Supplier<URI> vault;
  private final Map<String, Secret> alive = new TreeMap<>();
  private final Map<String, Secret> deleted = new TreeMap<>();
  private Optional<Runnable> rival = Optional.empty();
  private Optional<Runnable> recovered = Optional.empty();
  private int recovering;
  private boolean lastRecovering;
  private long now = 1_760_000_000;
  private boolean versionsInDeleted = true;

  private record Secret(String name, List<Version> versions) {
    Version newest() {
      return versions.getLast();
    }
  }

  private static final class Version {
    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final long created;
    private final String value;
    private JsonNode contentType = JSON.nullNode();
    private ObjectNode tags = JSON.createObjectNode();
    private boolean enabled = true;
    private Optional<Long> expires = Optional.empty();

    Version(String value, long created) {
      this.value = value;
      this.created = created;
    }
  }

  FakeSecrets(Supplier<URI> vault) {
    this.vault = vault;
  }

  static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Somebody who writes after the next look and before the next write. */
  synchronized void rival(Runnable writer) {
    rival = Optional.of(writer);
  }

  /** Does something after the next recovery has begun. */
  synchronized void recovered(Runnable action) {
    recovered = Optional.of(action);
  }

  /** For how many more requests a recovery takes. */
  synchronized void recovering(int requests) {
    recovering = requests;
  }

  /** Whether the id of a deleted secret has its version. */
  synchronized void versionsInDeleted(boolean shown) {
    versionsInDeleted = shown;
  }

  synchronized void tick() {
    now++;
  }

  synchronized void put(String name, String value) {
    deleted.remove(canonical(name));
    secret(name).versions().add(new Version(value, now));
  }

  private Secret secret(String name) {
    return alive.computeIfAbsent(canonical(name), canonical -> new Secret(name, new ArrayList<>()));
  }

  synchronized void purge(String name) {
    alive.remove(canonical(name));
    deleted.remove(canonical(name));
  }

  synchronized void delete(String name) {
    deleted.put(canonical(name), alive.remove(canonical(name)));
  }

  private Secret stored(String name) {
    return Objects.requireNonNull(alive.get(canonical(name)));
  }

  synchronized void disable(String name) {
    stored(name).newest().enabled = false;
  }

  synchronized void expires(String name, long second) {
    stored(name).newest().expires = Optional.of(second);
  }

  synchronized void contentType(String name, String type) {
    stored(name).newest().contentType = JSON.getNodeFactory().textNode(type);
  }

  synchronized String contentType(String name) {
    return stored(name).newest().contentType.asText();
  }

  synchronized void tag(String name, Map<String, String> tags) {
    stored(name).newest().tags = JSON.valueToTree(tags);
  }

  synchronized Optional<String> value(String name) {
    return Optional.ofNullable(alive.get(canonical(name))).map(secret -> secret.newest().value);
  }

  synchronized List<String> versions(String name) {
    return stored(name).versions().stream().map(version -> version.id).toList();
  }

  synchronized Reply answer(String method, String[] parts, Map<String, String> query, String body) {
    String route = method + " " + parts[1] + " " + (parts.length - 2);
    return switch (route) {
      case "GET secrets 0" -> page("/secrets", names(), query);
      case "GET secrets 1" -> get(parts[2], Optional.empty());
      case "GET secrets 2" ->
          parts[3].equals("versions")
              ? page("/secrets/" + parts[2] + "/versions", versionItems(parts[2]), query)
              : get(parts[2], Optional.of(parts[3]));
      case "PUT secrets 1" -> set(parts[2], parse(body));
      case "PATCH secrets 2" -> update(parts[2], parts[3], parse(body));
      case "DELETE secrets 1" -> remove(parts[2]);
      case "GET deletedsecrets 1" -> getDeleted(parts[2]);
      case "POST deletedsecrets 2" -> recover(parts[2]);
      case "DELETE deletedsecrets 1" -> {
        deleted.remove(canonical(parts[2]));
        yield new Reply(204, "");
      }
      default -> Reply.error(405, "MethodNotAllowed", "");
    };
  }

  private Reply get(String name, Optional<String> version) {
    Secret secret = alive.get(canonical(name));
    if (secret == null || stillRecovering()) {
      return notFound();
    }
    Optional<Version> found =
        version.isEmpty()
            ? Optional.of(secret.newest())
            : secret.versions().stream().filter(it -> it.id.equals(version.get())).findFirst();
    return found
        .map(it ->
            it.enabled
                ? ok(item(secret, it, true).put("value", it.value))
                : Reply.error(403, "Forbidden", "SecretDisabled"))
        .orElseGet(FakeSecrets::notFound);
  }

  private Reply set(String name, JsonNode body) {
    rival.ifPresent(Runnable::run);
    rival = Optional.empty();
    if (deleted.containsKey(canonical(name))) {
      return Reply.error(409, "Conflict", "ObjectIsDeletedButRecoverable");
    }
    if (stillRecovering()) {
      return Reply.error(409, "Conflict", "ObjectIsBeingRecovered");
    }
    Version version = new Version(body.path("value").textValue(), now);
    version.contentType =
        body.path("contentType").isMissingNode() ? JSON.nullNode() : body.path("contentType");
    version.tags = body.path("tags").isObject() ? body.path("tags").deepCopy() : version.tags;
    Secret secret = secret(name);
    secret.versions().add(version);
    return ok(item(secret, version, true).put("value", version.value));
  }

  private Reply update(String name, String version, JsonNode body) {
    Secret secret = alive.get(canonical(name));
    Optional<Version> found =
        Optional.ofNullable(secret).stream()
            .flatMap(it -> it.versions().stream())
            .filter(it -> it.id.equals(version))
            .findFirst();
    if (secret == null || found.isEmpty()) {
      return notFound();
    }
    if (body.path("tags").isObject()) {
      found.get().tags = body.path("tags").deepCopy();
    }
    if (body.at("/attributes/enabled").isBoolean()) {
      found.get().enabled = body.at("/attributes/enabled").asBoolean();
    }
    return ok(item(secret, found.get(), true));
  }

  private Reply remove(String name) {
    Secret secret = alive.remove(canonical(name));
    if (secret == null) {
      return notFound();
    }
    deleted.put(canonical(name), secret);
    return getDeleted(name);
  }

  private Reply getDeleted(String name) {
    Secret secret = deleted.get(canonical(name));
    if (secret == null) {
      return stillRecovering()
          ? Reply.error(409, "Conflict", "ObjectIsBeingRecovered")
          : notFound();
    }
    return ok(
        item(secret, secret.newest(), versionsInDeleted)
            .put("recoveryId", vault.get() + "/deletedsecrets/" + secret.name())
            .put("deletedDate", now)
            .put("scheduledPurgeDate", now + 90L * 24 * 3600));
  }

  private Reply recover(String name) {
    Secret secret = deleted.remove(canonical(name));
    if (secret == null) {
      return notFound();
    }
    alive.put(canonical(name), secret);
    lastRecovering = recovering > 0;
    recovered.ifPresent(Runnable::run);
    recovered = Optional.empty();
    return ok(item(secret, secret.newest(), true));
  }

  private boolean stillRecovering() {
    if (!lastRecovering) {
      return false;
    }
    lastRecovering = recovering-- > 0;
    return lastRecovering;
  }

  private List<ObjectNode> names() {
    return alive.values().stream().map(secret -> item(secret, secret.newest(), false)).toList();
  }

  private List<ObjectNode> versionItems(String name) {
    Secret secret = alive.get(canonical(name));
    return secret == null
        ? List.of()
        : secret.versions().stream().map(version -> item(secret, version, true)).toList();
  }

  private Reply page(String path, List<ObjectNode> items, Map<String, String> query) {
    int from = Integer.parseInt(query.getOrDefault("$skiptoken", "0"));
    int most = Integer.parseInt(query.getOrDefault("maxresults", "25"));
    int to = Math.min(items.size(), from + Math.min(most, PAGE));
    ObjectNode page = JSON.createObjectNode();
    ArrayNode list = page.putArray("value");
    items.subList(Math.min(from, to), to).forEach(list::add);
    page.put(
        "nextLink",
        to < items.size()
            ? vault.get() + path + "?api-version=7.6&maxresults=25&$skiptoken=" + to
            : null);
    return ok(page);
  }

  private ObjectNode item(Secret secret, Version version, boolean withVersion) {
    ObjectNode item = JSON.createObjectNode();
    String id = vault.get() + "/secrets/" + secret.name();
    item.put("id", withVersion ? id + "/" + version.id : id);
    item.set("contentType", version.contentType);
    ObjectNode attributes = item.putObject("attributes");
    attributes
        .put("enabled", version.enabled)
        .put("created", version.created)
        .put("updated", version.created)
        .put("recoveryLevel", "Recoverable+Purgeable");
    version.expires.ifPresent(second -> attributes.put("exp", second));
    item.set("tags", version.tags);
    return item;
  }

  private static Reply ok(JsonNode body) {
    return new Reply(200, body.toString());
  }

  private static Reply notFound() {
    return Reply.error(404, "SecretNotFound", "");
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
