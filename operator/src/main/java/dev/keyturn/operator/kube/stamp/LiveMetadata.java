package dev.keyturn.operator.kube.stamp;

import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.Refusal;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Looks at the metadata of an object as it is now: what a cache shows may be old. */
final class LiveMetadata {
  private final ApiServer api;

  LiveMetadata(ApiServer api) {
    this.api = api;
  }

  /** What a look found. */
  sealed interface Sight {
    record There(ObjectMeta meta) implements Sight {}

    record Absent() implements Sight {}

    record Refused(Refusal refusal) implements Sight {}

    record Unavailable() implements Sight {}
  }

  Sight look(String path) {
    return switch (api.send(ApiCall.getMetadata(path))) {
      case ApiAnswer.Success(_, byte[] body) ->
          Answers.read(body, PartialObjectMetadata.class)
              .<Sight>map(found -> new Sight.There(found.getMetadata()))
              .orElseGet(Sight.Unavailable::new);
      case ApiAnswer.Refused(Refusal refusal) when refusal.code() == 404 -> new Sight.Absent();
      case ApiAnswer.Refused(Refusal refusal) -> new Sight.Refused(refusal);
      case ApiAnswer.Unavailable unavailable -> new Sight.Unavailable();
    };
  }

  static boolean isControlledBy(ObjectMeta meta, String uid) {
    return controller(meta).equals(Optional.of(uid));
  }

  private static Optional<String> controller(ObjectMeta meta) {
    return Objects.requireNonNullElse(meta.getOwnerReferences(), List.<OwnerReference>of()).stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(OwnerReference::getUid)
        .findFirst();
  }
}
