package dev.keyturn.operator.kube.target;

import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import java.time.Duration;
import java.util.Optional;

/** Looks at a Secret as it is now, without its data: an absence in an index is never a fact. */
final class LiveSecrets {
  private final ApiServer api;

  LiveSecrets(ApiServer api) {
    this.api = api;
  }

  /** What a look found. */
  sealed interface Sight {
    record There(Identity identity) implements Sight {}

    record Absent() implements Sight {}

    record Refused(Problem problem) implements Sight {}

    record Unavailable(Optional<Duration> retryAfter) implements Sight {}
  }

  Sight look(String namespace, String name) {
    return switch (api.send(ApiCall.getMetadata(path(namespace, name)))) {
      case ApiAnswer.Success(_, byte[] body) ->
          Answers.read(body, PartialObjectMetadata.class)
              .<Sight>map(found -> new Sight.There(Identity.of(found.getMetadata())))
              .orElseGet(() -> new Sight.Unavailable(Optional.empty()));
      case ApiAnswer.Refused(var refusal) when refusal.code() == 404 -> new Sight.Absent();
      case ApiAnswer.Refused(var refusal) -> new Sight.Refused(Problem.of(refusal));
      case ApiAnswer.Unavailable(var retryAfter, _) -> new Sight.Unavailable(retryAfter);
    };
  }

  static String path(String namespace, String name) {
    return ApiCall.namespaced("/api/v1", namespace, "secrets", name);
  }
}
