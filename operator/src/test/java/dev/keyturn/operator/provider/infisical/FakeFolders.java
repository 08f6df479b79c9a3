package dev.keyturn.operator.provider.infisical;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Folders with their secrets, versions and imports, and who may not see what. */
final class FakeFolders {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_-]+)}");
  private static final Pattern FOLDER_NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private final Map<FakePlace, Map<String, List<FakeSecret>>> folders = new LinkedHashMap<>();
  private final Map<FakePlace, List<FakePlace>> imports = new HashMap<>();
  private final Set<String> unseen = new HashSet<>();
  private final Set<String> hidden = new HashSet<>();
  private boolean masking;
  private long made;

  FakeFolders(String... environments) {
    for (String environment : environments) {
      folders.put(new FakePlace(environment, "/"), new LinkedHashMap<>());
    }
  }

  private Instant now() {
    return Instant.ofEpochSecond(1_790_000_000 + made++);
  }

  /** Makes the folder and those above it. */
  synchronized void make(FakePlace place) {
    if (!folders.containsKey(place)) {
      if (place.isRoot()) {
        throw new FakeReply.Refusal(404, "CreateFolder", "Environment with slug not found");
      }
      if (!FOLDER_NAME.matcher(place.lastName()).matches()) {
        throw new FakeReply.Refusal(422, "ValidationFailure", "Invalid folder name");
      }
      make(place.parent());
      folders.put(place, new LinkedHashMap<>());
    }
  }

  synchronized void drop(FakePlace place) {
    folders.keySet().removeIf(it -> it.equals(place) || isBelow(it, place));
  }

  private static boolean isBelow(FakePlace place, FakePlace other) {
    return place.environment().equals(other.environment())
        && place.folder().startsWith(other.isRoot() ? "/" : other.folder() + "/");
  }

  synchronized void put(FakePlace place, String name, String value) {
    make(place);
    Optional<FakeSecret> newest = newest(place, name);
    versions(place, name)
        .add(
            newest
                .map(it -> it.changed(value, it.metadata(), now()))
                .orElseGet(() ->
                    new FakeSecret(UUID.randomUUID(), name, 1, value, Map.of(), Map.of(), now())));
  }

  synchronized Optional<String> value(FakePlace place, String name) {
    return folders.containsKey(place)
        ? newest(place, name).map(FakeSecret::value)
        : Optional.empty();
  }

  /** Metadata as a person sets it, without a version of its own for the test's sake. */
  synchronized void tag(FakePlace place, String name, Map<String, String> tags) {
    FakeSecret it = newest(place, name).orElseThrow();
    List<FakeSecret> versions = versions(place, name);
    versions.set(
        versions.size() - 1,
        new FakeSecret(
            it.secretId(),
            name,
            it.version(),
            it.value(),
            tags,
            Map.of("encrypted", "nobody's business"),
            it.updated()));
  }

  synchronized void remove(FakePlace place, String name) {
    secrets(place, "Remove").remove(name);
  }

  synchronized void link(FakePlace place, FakePlace imported) {
    imports.computeIfAbsent(place, absent -> new ArrayList<>()).add(imported);
  }

  /** The identity is not told of the secret. */
  synchronized void unsee(FakePlace place, String name) {
    unseen.add(place + name);
  }

  /** The identity may know of the secret, and not see its value. */
  synchronized void hide(FakePlace place, String name) {
    hidden.add(place + name);
  }

  /** Single reads answer with a mask, too, instead of refusing. */
  synchronized void maskSingleReads() {
    masking = true;
  }

  private Map<String, List<FakeSecret>> secrets(FakePlace place, String error) {
    return Optional.ofNullable(folders.get(place))
        .orElseThrow(() ->
            new FakeReply.Refusal(
                404,
                error,
                "Folder with path '%s' in environment with slug '%s' not found"
                    .formatted(place.folder(), place.environment())));
  }

  private List<FakeSecret> versions(FakePlace place, String name) {
    return secrets(place, "Versions").computeIfAbsent(name, absent -> new ArrayList<>());
  }

  private Optional<FakeSecret> newest(FakePlace place, String name) {
    return Optional.ofNullable(secrets(place, "Newest").get(name)).map(List::getLast);
  }

  private String expanded(FakePlace place, String value, boolean expand) {
    return expand
        ? REFERENCE
            .matcher(value)
            .replaceAll(match ->
                Matcher.quoteReplacement(
                    newest(place, match.group(1)).map(FakeSecret::value).orElse(match.group())))
        : value;
  }

  /** {@code GET /v4/secrets/{name}}. */
  synchronized ObjectNode read(
      FakePlace place, String name, Optional<Integer> version, boolean importing, boolean expand) {
    List<FakeSecret> versions = secrets(place, "GetSecretByName").getOrDefault(name, List.of());
    if (unseen.contains(place + name)) {
      throw new FakeReply.Refusal(
          403, "PermissionDenied", "You are not allowed to describeSecret on secrets");
    }
    Optional<FakeSecret> found =
        version.isEmpty()
            ? versions.stream().reduce((first, second) -> second)
            : versions.stream().filter(it -> it.version() == version.get()).findFirst();
    if (found.isPresent()) {
      return shown(place, found.get(), expand);
    }
    if (importing) {
      for (FakePlace from : imports.getOrDefault(place, List.of()).reversed()) {
        Optional<FakeSecret> imported = newest(from, name);
        if (imported.isPresent() && !unseen.contains(from + name)) {
          return shown(from, imported.get(), expand);
        }
      }
    }
    throw new FakeReply.Refusal(404, "NotFound", "Secret with name '" + name + "' not found");
  }

  private ObjectNode shown(FakePlace place, FakeSecret secret, boolean expand) {
    boolean hide = hidden.contains(place + secret.name());
    if (hide && !masking) {
      throw new FakeReply.Refusal(
          403,
          "ForbiddenReadSecretError",
          "You do not have permission to view secret value on secret with name");
    }
    return secret.read(place, expanded(place, secret.value(), expand), hide);
  }

  /** {@code GET /v4/secrets}. */
  synchronized ObjectNode list(FakePlace place, boolean importing, boolean view, boolean expand) {
    secrets(place, "SecretPathNotFound");
    ObjectNode json = FakeReply.JSON.createObjectNode();
    shown(place, view, expand, FakeSecret::read).forEach(json.putArray("secrets")::add);
    if (importing) {
      ArrayNode list = json.putArray("imports");
      for (FakePlace from : imports.getOrDefault(place, List.of())) {
        ArrayNode secrets =
            list.addObject()
                .put("secretPath", from.folder())
                .put("environment", from.environment())
                .putArray("secrets");
        shown(from, view, expand, FakeSecret::imported).forEach(secrets::add);
      }
    }
    return json;
  }

  /** How an answer words a secret. */
  @FunctionalInterface
  private interface Wording {
    ObjectNode of(FakeSecret secret, FakePlace place, String value, boolean hidden);
  }

  private List<ObjectNode> shown(FakePlace place, boolean view, boolean expand, Wording wording) {
    return secrets(place, "SecretPathNotFound").values().stream()
        .map(List::getLast)
        .filter(newest -> !unseen.contains(place + newest.name()))
        .map(newest ->
            wording.of(
                newest,
                place,
                expanded(place, newest.value(), expand),
                !view || hidden.contains(place + newest.name())))
        .toList();
  }

  synchronized ObjectNode subfolders(FakePlace place) {
    ObjectNode json = FakeReply.JSON.createObjectNode();
    ArrayNode list = json.putArray("folders");
    folders.keySet().stream()
        .filter(it -> !it.isRoot() && it.parent().equals(place))
        .forEach(it -> list.add(folder(it)));
    return json;
  }

  /** {@code POST /v2/folders}. */
  synchronized ObjectNode createFolder(FakePlace place) {
    make(place);
    return folder(place).put("path", place.folder());
  }

  private static ObjectNode folder(FakePlace place) {
    ObjectNode json = FakeReply.JSON.createObjectNode();
    json.put("id", UUID.nameUUIDFromBytes(place.toString().getBytes(UTF_8)).toString());
    json.put("name", place.lastName()).put("version", 1).put("envId", place.environment());
    json.put("createdAt", "2026-01-01T00:00:00.000Z").put("updatedAt", "2026-01-01T00:00:00.000Z");
    return json.put("isReserved", false).putNull("description");
  }

  synchronized ObjectNode create(
      FakePlace place, String name, String value, Map<String, String> tags) {
    Map<String, List<FakeSecret>> secrets = secrets(place, "CreateSecret");
    if (secrets.containsKey(name)) {
      throw new FakeReply.Refusal(400, "BadRequest", "Secret already exists");
    }
    FakeSecret made =
        new FakeSecret(UUID.randomUUID(), name, 1, trimmed(value), tags, Map.of(), now());
    versions(place, name).add(made);
    return made.made(place);
  }

  synchronized ObjectNode update(
      FakePlace place, String name, Optional<String> value, Optional<Map<String, String>> tags) {
    if (!secrets(place, "UpdateSecret").containsKey(name)) {
      throw new FakeReply.Refusal(404, "NotFound", "Secret with name " + name + " not found");
    }
    FakeSecret before = newest(place, name).orElseThrow();
    FakeSecret changed =
        before.changed(
            value.map(FakeFolders::trimmed).orElse(before.value()),
            tags.orElse(before.metadata()),
            now());
    versions(place, name).add(changed);
    return changed.changed(place);
  }

  synchronized ObjectNode delete(FakePlace place, String name) {
    List<FakeSecret> gone = secrets(place, "DeleteSecret").remove(name);
    if (gone == null) {
      throw new FakeReply.Refusal(404, "NotFound", "Secret with name '" + name + "' not found");
    }
    return gone.getLast().changed(place);
  }

  /** The server trims what it is given, but for one line break at the end. */
  private static String trimmed(String value) {
    return value.endsWith("\n") ? value.strip() + "\n" : value.strip();
  }
}
