package dev.keyturn.operator.kube.credential;

import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.api.model.PartialObjectMetadataList;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the versions of many objects with one list of names and versions per namespace, without
 * their content. Thread-safe.
 */
final class VersionPoll implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(60);

  private final ApiServer api;
  private final Consumer<Reference> changed;
  private final Map<Reference, Optional<Version>> known = new ConcurrentHashMap<>();
  private @Nullable Thread thread;

  private record Group(Reference.Kind kind, String namespace) {}

  VersionPoll(ApiServer api, Consumer<Reference> changed) {
    this.api = api;
    this.changed = changed;
  }

  void start() {
    thread = Thread.ofVirtual().name("reference-poll").start(this::run);
  }

  void add(Reference reference) {
    known.put(reference, Optional.empty());
  }

  void remove(Reference reference) {
    known.remove(reference);
  }

  Optional<Version> version(Reference reference) {
    return known.getOrDefault(reference, Optional.empty());
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(INTERVAL);
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at every namespace once. */
  void round() {
    known.keySet().stream()
        .collect(Collectors.groupingBy(ref -> new Group(ref.kind(), ref.namespace())))
        .forEach((group, references) ->
            list(group).ifPresent(versions -> references.forEach(ref -> compare(ref, versions))));
  }

  private void compare(Reference reference, Map<String, Version> versions) {
    Optional<Version> now = Optional.ofNullable(versions.get(reference.name()));
    Optional<Version> before = known.replace(reference, now);
    if (before != null && !before.equals(now)) {
      changed.accept(reference);
    }
  }

  /** Empty when any page failed: half a list would show objects as gone. */
  private Optional<Map<String, Version>> list(Group group) {
    Map<String, Version> versions = new HashMap<>();
    String next = "";
    do {
      Optional<PartialObjectMetadataList> page = page(group, next);
      if (page.isEmpty()) {
        return Optional.empty();
      }
      for (PartialObjectMetadata item : Answers.items(page.get())) {
        versions.put(item.getMetadata().getName(), Version.of(item));
      }
      String token = page.get().getMetadata().getContinue();
      next = token == null ? "" : token;
    } while (!next.isEmpty());
    return Optional.of(versions);
  }

  private Optional<PartialObjectMetadataList> page(Group group, String token) {
    String path =
        ApiCall.namespaced("/api/v1", group.namespace(), group.kind().plural())
            + "?limit=500"
            + (token.isEmpty() ? "" : "&continue=" + ApiCall.encode(token));
    ApiCall call = new ApiCall("GET", path, ApiCall.METADATA_ONLY_LIST, Optional.empty());
    return switch (api.send(call)) {
      case ApiAnswer.Success(_, byte[] body) -> Answers.read(body, PartialObjectMetadataList.class);
      case ApiAnswer.Refused(_), ApiAnswer.Unavailable(_, _) -> Optional.empty();
    };
  }
}
