package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.wire.Edge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the secrets of one folder in one request. The server leaves out of a list what the identity
 * may not see, so that absence proves nothing: what is absent is asked for by itself.
 */
final class FolderReads implements BatchReader {
  private static final int MAXIMUM = 1_000;

  /**
   * How many absent keys are asked for in one call. Where more of a folder are gone at once, they
   * are taken for no proof of a deletion.
   */
  private static final int SINGLE_READS = 3;

  private final InfisicalConfig config;
  private final InfisicalCalls calls;
  private final AnswerMeaning meaning;
  private final SecretReader reader;

  FolderReads(
      InfisicalConfig config, InfisicalCalls calls, AnswerMeaning meaning, SecretReader reader) {
    this.config = config;
    this.calls = calls;
    this.meaning = meaning;
    this.reader = reader;
  }

  @Override
  public String group(String key) {
    return SecretPlace.folderOf(key);
  }

  @Override
  public int maximum() {
    return MAXIMUM;
  }

  @Override
  public Outcome<Map<String, Outcome<RemoteValue>>> readAll(List<String> keys, Call call) {
    return Edge.guard(() -> {
      Access access = Access.of(call.session());
      String folder = SecretPlace.folder(config.path(), group(keys.getFirst()));
      Map<String, String> query =
          SecretQuery.of(
              access.project(), config.environment(), folder, config.expandReferences(), true);
      query.put("recursive", "false");
      Outcome<Map<String, Outcome<RemoteValue>>> read =
          calls.get(
              "/v4/secrets",
              query,
              access,
              InfisicalCalls.FOLDER_LIMIT,
              call.deadline(),
              answer -> {
                if (answer.status() != 200) {
                  return Outcome.failed(meaning.of(answer));
                }
                try (FolderBody body = FolderBody.read(answer.body())) {
                  return Outcome.ok(present(keys, body));
                }
              });
      return switch (read) {
        case Outcome.Ok<Map<String, Outcome<RemoteValue>>>(var present) ->
            Outcome.ok(completed(keys, present, call));
        case Outcome.Failed<Map<String, Outcome<RemoteValue>>>(Failure failure) ->
            failure.kind() == FailureClass.NotFound
                ? Outcome.ok(same(keys, failure))
                : Outcome.failed(failure);
      };
    });
  }

  /** Takes the wanted entries out of the folder. */
  private Map<String, Outcome<RemoteValue>> present(List<String> keys, FolderBody folder) {
    Map<String, Outcome<RemoteValue>> found = new LinkedHashMap<>();
    for (String key : keys.stream().filter(this::isLegal).toList()) {
      String name = key.substring(key.lastIndexOf('/') + 1);
      Optional.ofNullable(folder.own().remove(name))
          .map(entry -> entry.read(true))
          .or(() ->
              Optional.ofNullable(folder.imported().remove(name)).map(entry -> entry.read(false)))
          .ifPresent(outcome -> found.put(key, outcome));
    }
    return found;
  }

  /** Of a key that is not legal, a single read says so without a request. */
  private boolean isLegal(String key) {
    return Edge.guard(() -> Outcome.ok(SecretPlace.of(config.path(), key)))
        instanceof Outcome.Ok<SecretPlace>;
  }

  private Map<String, Outcome<RemoteValue>> completed(
      List<String> keys, Map<String, Outcome<RemoteValue>> present, Call call) {
    int asked = 0;
    for (String key : keys) {
      if (!present.containsKey(key)) {
        boolean legal = isLegal(key);
        if (legal && ++asked <= SINGLE_READS) {
          call.another();
        }
        present.put(
            key,
            !legal || asked <= SINGLE_READS
                ? Edge.guard(() -> reader.read(new RemoteRef(key, Optional.empty()), call))
                : Outcome.failed(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING));
      }
    }
    return present;
  }

  private static Map<String, Outcome<RemoteValue>> same(List<String> keys, Failure failure) {
    return keys.stream()
        .collect(Collectors.toMap(Function.identity(), key -> Outcome.failed(failure)));
  }
}
