package dev.keyturn.operator.kube.finalizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.Refusal;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts finalizers on objects of ours and takes them off: always after a live look, and only on the
 * very object and version that was looked at, so that the finalizers of others stay. Thread-safe.
 *
 * <p>By JSON patch and not by server-side apply, because an object restored from a backup has its
 * finalizers under another field manager, and then an apply would never take ours off.
 */
public final class FinalizerWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String FIELD_MANAGER = "keyturn-finalizers";
  private static final int ATTEMPTS = 5;

  private final ApiServer api;
  private final Fence fence;

  public FinalizerWriter(ApiServer api, Fence fence) {
    this.api = api;
    this.fence = fence;
  }

  /** Puts it on; nothing where it is on. */
  public FinalizerResult add(CustomResource<?, ?> object, String finalizer) {
    return change(object, finalizer, true);
  }

  /** Takes it off; nothing where it is off. */
  public FinalizerResult remove(CustomResource<?, ?> object, String finalizer) {
    return change(object, finalizer, false);
  }

  private FinalizerResult change(CustomResource<?, ?> object, String finalizer, boolean on) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<FinalizerResult> result =
          switch (api.send(ApiCall.getMetadata(path(object)))) {
            case ApiAnswer.Success(_, byte[] body) ->
                Answers.read(body, PartialObjectMetadata.class)
                    .map(live -> changed(object, live.getMetadata(), finalizer, on))
                    .orElseGet(() -> Optional.of(FinalizerResult.UNAVAILABLE));
            case ApiAnswer.Refused(Refusal refusal) -> Optional.of(refused(refusal));
            case ApiAnswer.Unavailable unavailable -> Optional.of(FinalizerResult.UNAVAILABLE);
          };
      if (result.isPresent()) {
        return result.get();
      }
    }
    return FinalizerResult.UNAVAILABLE;
  }

  /** Empty when it was another version than we looked at. */
  private Optional<FinalizerResult> changed(
      CustomResource<?, ?> object, ObjectMeta live, String finalizer, boolean on) {
    if (!live.getUid().equals(object.getMetadata().getUid())) {
      return Optional.of(FinalizerResult.GONE);
    }
    List<String> finalizers = Objects.requireNonNullElse(live.getFinalizers(), List.of());
    if (finalizers.contains(finalizer) == on) {
      return Optional.of(FinalizerResult.DONE);
    }
    if (!fence.mayAct(Objects.requireNonNullElse(live.getNamespace(), ""))) {
      return Optional.of(FinalizerResult.NOT_LEADER);
    }
    List<String> next = new ArrayList<>(finalizers);
    if (on) {
      next.add(finalizer);
    } else {
      next.remove(finalizer);
    }
    return switch (api.send(
        ApiCall.send(
            "PATCH",
            path(object) + "?fieldManager=" + FIELD_MANAGER,
            JSON_PATCH,
            patch(live, next)))) {
      case ApiAnswer.Success success -> Optional.of(FinalizerResult.DONE);
      case ApiAnswer.Refused(Refusal refusal) when isStale(refusal) -> Optional.empty();
      case ApiAnswer.Refused(Refusal refusal) -> Optional.of(refused(refusal));
      case ApiAnswer.Unavailable unavailable -> Optional.of(FinalizerResult.UNAVAILABLE);
    };
  }

  /** A failed test of a JSON patch is answered 422, a lost race 409 [seen on 1.36.3]. */
  private static boolean isStale(Refusal refusal) {
    return refusal.code() == 409 || refusal.code() == 422;
  }

  private static FinalizerResult refused(Refusal refusal) {
    return refusal.code() == 404 ? FinalizerResult.GONE : FinalizerResult.REFUSED;
  }

  private static ArrayNode patch(ObjectMeta live, List<String> finalizers) {
    ArrayNode patch = JSON.createArrayNode();
    operation(patch, "test", "/metadata/uid").put("value", live.getUid());
    operation(patch, "test", "/metadata/resourceVersion").put("value", live.getResourceVersion());
    ArrayNode value = operation(patch, "add", "/metadata/finalizers").putArray("value");
    finalizers.forEach(value::add);
    return patch;
  }

  private static ObjectNode operation(ArrayNode patch, String name, String path) {
    return patch.addObject().put("op", name).put("path", path);
  }

  private static String path(CustomResource<?, ?> object) {
    return ApiCall.namespaced(
        "/apis/" + object.getApiVersion(),
        object.getMetadata().getNamespace(),
        object.getPlural(),
        object.getMetadata().getName());
  }
}
