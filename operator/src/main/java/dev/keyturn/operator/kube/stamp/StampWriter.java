package dev.keyturn.operator.kube.stamp;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.Refusal;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes SecretSyncs by server-side apply, and never one that another object controls or none.
 * Thread-safe.
 *
 * <p>What is known of one comes from a cache and may be old. So a create says "only if nothing is
 * there", an update names the very object and version, and whatever contradicts is looked at live.
 * An apply leaves the fields that others have added to the spec; a JSON patch takes those away,
 * which owns nothing, so that the next apply still decides on every field alone.
 */
public final class StampWriter {
  /** Field manager of every SecretSync that the operator makes. */
  public static final String FIELD_MANAGER = "keyturn-stamps";

  private static final int ATTEMPTS = 5;
  private static final String JSON_PATCH = "application/json-patch+json";

  private final ApiServer api;
  private final LiveMetadata live;
  private final Fence fence;

  public StampWriter(ApiServer api, Fence fence) {
    this.api = api;
    this.live = new LiveMetadata(api);
    this.fence = fence;
  }

  /** Makes it where nothing is thought to be. */
  public StampResult create(Stamp stamp) {
    return write(stamp, Stamp.Expected.ABSENT);
  }

  /** Puts it right where ours is thought to be, in this version. */
  public StampResult update(Stamp stamp, String uid, String resourceVersion) {
    return write(stamp, new Stamp.Expected(Optional.of(uid), resourceVersion));
  }

  private StampResult write(Stamp stamp, Stamp.Expected first) {
    Stamp.Expected expected = first;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<StampResult> result = apply(stamp, expected);
      if (result.isPresent()) {
        return result.get();
      }
      switch (live.look(path(stamp.namespace(), stamp.name()))) {
        case LiveMetadata.Sight.There(ObjectMeta meta) -> {
          if (!LiveMetadata.isControlledBy(meta, stamp.owner().uid())) {
            return new StampResult.Foreign();
          }
          if (meta.getDeletionTimestamp() != null) {
            return new StampResult.Ending();
          }
          expected = new Stamp.Expected(Optional.of(meta.getUid()), meta.getResourceVersion());
        }
        case LiveMetadata.Sight.Absent absent -> expected = Stamp.Expected.ABSENT;
        case LiveMetadata.Sight.Refused(Refusal refusal) -> {
          return StampRefusal.meaning(refusal).orElseGet(StampResult.Contended::new);
        }
        case LiveMetadata.Sight.Unavailable unavailable -> {
          return new StampResult.Unavailable();
        }
      }
    }
    return new StampResult.Contended();
  }

  /** Empty when the live object must be looked at first. */
  private Optional<StampResult> apply(Stamp stamp, Stamp.Expected expected) {
    // Force takes back what others changed; the version says that it is still ours.
    return send(
            stamp,
            ApiCall.apply(
                path(stamp.namespace(), stamp.name()), FIELD_MANAGER, true, stamp.body(expected)),
            StampRefusal::meaning)
        .flatMap(result -> withoutStrangeFields(stamp, result));
  }

  private Optional<StampResult> withoutStrangeFields(Stamp stamp, StampResult applied) {
    if (!(applied instanceof StampResult.Written(SecretSync sync))
        || stamp.spec().equals(sync.getSpec())) {
      return Optional.of(applied);
    }
    ObjectMeta meta = sync.getMetadata();
    return send(
            stamp,
            ApiCall.send(
                "PATCH",
                path(stamp.namespace(), stamp.name()) + "?fieldManager=" + FIELD_MANAGER,
                JSON_PATCH,
                stamp.wholeSpec(meta.getUid(), meta.getResourceVersion())),
            StampRefusal::ofPatch)
        .map(patched -> settled(stamp, patched));
  }

  /** A webhook that changes each write would else be fought without end. */
  private static StampResult settled(Stamp stamp, StampResult patched) {
    return patched instanceof StampResult.Written(SecretSync sync)
            && !stamp.spec().equals(sync.getSpec())
        ? new StampResult.Contended()
        : patched;
  }

  private Optional<StampResult> send(
      Stamp stamp, ApiCall call, Function<Refusal, Optional<StampResult>> meaning) {
    if (!fence.mayAct(stamp.namespace())) {
      return Optional.of(new StampResult.NotLeader());
    }
    return switch (api.send(call)) {
      case ApiAnswer.Success(_, byte[] body) ->
          Optional.of(
              Answers.read(body, SecretSync.class)
                  .<StampResult>map(StampResult.Written::new)
                  .orElseGet(StampResult.Unavailable::new));
      case ApiAnswer.Refused(Refusal refusal) -> meaning.apply(refusal);
      case ApiAnswer.Unavailable unavailable -> Optional.of(new StampResult.Unavailable());
    };
  }

  static String path(String namespace, String name) {
    return ApiCall.namespaced(
        "/apis/" + Api.GROUP + "/" + Api.VERSION, namespace, "secretsyncs", name);
  }
}
