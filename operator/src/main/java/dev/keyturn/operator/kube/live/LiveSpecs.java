package dev.keyturn.operator.kube.live;

import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Objects;

/**
 * Asks the API server whether a cached object is still the one that it has, with the same spec: to
 * be asked before a step that an older spec would undo or destroy something by. Thread-safe.
 */
public final class LiveSpecs {
  private final ApiServer api;

  /** What a cached object is worth. */
  public enum Standing {
    /** It is the newest. */
    CURRENT,
    /** Its spec or its deletion has moved on; the watch has yet to tell. */
    OUTDATED,
    /** It is not there any more; another one may have its name. */
    GONE,
    /** The API server does not say. */
    UNKNOWN
  }

  public LiveSpecs(ApiServer api) {
    this.api = api;
  }

  /** One read of its metadata, of the newest version there is. */
  public Standing of(CustomResource<?, ?> cached) {
    return switch (api.send(ApiCall.getMetadata(path(cached)))) {
      case ApiAnswer.Success(_, byte[] body) ->
          Answers.read(body, PartialObjectMetadata.class)
              .map(live -> standing(cached.getMetadata(), live.getMetadata()))
              .orElse(Standing.UNKNOWN);
      case ApiAnswer.Refused(var refusal) when refusal.code() == 404 -> Standing.GONE;
      case ApiAnswer.Refused refused -> Standing.UNKNOWN;
      case ApiAnswer.Unavailable unavailable -> Standing.UNKNOWN;
    };
  }

  private static Standing standing(ObjectMeta cached, ObjectMeta live) {
    if (!live.getUid().equals(cached.getUid())) {
      return Standing.GONE;
    }
    boolean same =
        Objects.equals(live.getGeneration(), cached.getGeneration())
            && Objects.equals(live.getDeletionTimestamp(), cached.getDeletionTimestamp());
    return same ? Standing.CURRENT : Standing.OUTDATED;
  }

  private static String path(CustomResource<?, ?> object) {
    return ApiCall.namespaced(
        "/apis/" + object.getApiVersion(),
        object.getMetadata().getNamespace(),
        object.getPlural(),
        object.getMetadata().getName());
  }
}
