package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads many Secrets by one list of the namespace. The list holds those too that nobody asked for,
 * so it pays where most of the namespace is wanted; a namespace of more than 8 MiB fails as a
 * whole.
 */
final class NamespaceReader implements BatchReader {
  private static final int PAGE = 500;
  private static final int MOST = 500;

  private final String namespace;
  private final KubernetesCalls calls;
  private final StatusMeaning meaning;
  private final NamespaceSecrets secrets;

  NamespaceReader(
      String namespace, KubernetesCalls calls, StatusMeaning meaning, NamespaceSecrets secrets) {
    this.namespace = namespace;
    this.calls = calls;
    this.meaning = meaning;
    this.secrets = secrets;
  }

  @Override
  public String group(String key) {
    return namespace;
  }

  @Override
  public int maximum() {
    return MOST;
  }

  @Override
  public Outcome<Map<String, Outcome<RemoteValue>>> readAll(List<String> keys, Call call) {
    Gathered gathered = new Gathered(keys);
    Outcome<Map<String, Outcome<RemoteValue>>> outcome =
        Edge.guard(() -> gathered.list(call).map(done -> gathered.rest(call)));
    if (outcome instanceof Outcome.Failed<?>) {
      gathered.close();
    }
    return outcome;
  }

  /** What one request for several keys has found so far. */
  private final class Gathered implements AutoCloseable {
    private final Map<String, Outcome<RemoteValue>> found = new HashMap<>();
    private final Set<String> missing;
    private int room = KubernetesCalls.LIST_LIMIT;

    Gathered(List<String> keys) {
      this.missing = new HashSet<>(keys);
    }

    Outcome<Boolean> list(Call call) {
      Optional<String> cursor = Optional.empty();
      do {
        if (room == 0) {
          return Outcome.failed(FailureClass.InvalidData, FailureDetail.TOO_LARGE);
        }
        switch (page(cursor, call)) {
          case Outcome.Failed<Optional<String>>(Failure failure) -> {
            return Outcome.failed(failure);
          }
          case Outcome.Ok<Optional<String>>(Optional<String> next) -> cursor = next;
        }
      } while (cursor.isPresent() && !missing.isEmpty());
      return Outcome.ok(true);
    }

    private Outcome<Optional<String>> page(Optional<String> cursor, Call call) {
      return calls.get(
          SecretLister.path(namespace, PAGE, cursor),
          KubernetesCalls.JSON,
          room,
          call.session().token(),
          call.deadline(),
          this::read);
    }

    private Outcome<Optional<String>> read(Answer answer) {
      if (answer.status() != 200) {
        return Outcome.failed(meaning.of(answer));
      }
      room -= answer.body().size();
      return Outcome.ok(StrictJson.read(answer.body(), this::members));
    }

    private Optional<String> members(StrictJson json) {
      String[] next = {""};
      json.object(member -> {
        switch (member) {
          case "metadata" -> next[0] = SecretLister.next(json).orElse("");
          case "items" -> {
            if (!json.isNull()) {
              json.array(() -> item(json));
            }
          }
          default -> json.skip();
        }
      });
      return Optional.of(next[0]).filter(text -> !text.isEmpty());
    }

    private void item(StrictJson json) {
      try (SecretObject secret = SecretObject.read(json)) {
        if (missing.remove(secret.name())) {
          found.put(secret.name(), Edge.guard(() -> Outcome.ok(secret.value())));
        }
      }
    }

    /** What a list leaves out is no proof that it is gone: it is asked for by itself. */
    Map<String, Outcome<RemoteValue>> rest(Call call) {
      for (String key : missing) {
        found.put(key, Edge.guard(() -> secrets.read(new RemoteRef(key, Optional.empty()), call)));
      }
      return Map.copyOf(found);
    }

    @Override
    public void close() {
      for (Outcome<RemoteValue> outcome : found.values()) {
        if (outcome instanceof Outcome.Ok<RemoteValue>(RemoteValue value)) {
          value.close();
        }
      }
    }
  }
}
