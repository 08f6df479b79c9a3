package dev.keyturn.operator.kube.stamp;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.operator.engine.stamp.NamespaceView;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.Refusal;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Deletes SecretSyncs of ours: always after a live look, and always the very object and version
 * that was looked at. Thread-safe.
 */
public final class StampRemover {
  private static final int ATTEMPTS = 5;

  private final ApiServer api;
  private final LiveMetadata live;
  private final Fence fence;

  public StampRemover(ApiServer api, Fence fence) {
    this.api = api;
    this.live = new LiveMetadata(api);
    this.fence = fence;
  }

  /**
   * The namespace as it is now: labels in a cache may be those of before it was chosen. Empty where
   * it is gone or nobody says.
   */
  public Optional<NamespaceView> namespace(String name) {
    return live.look("/api/v1/namespaces/" + ApiCall.encode(name))
            instanceof LiveMetadata.Sight.There(ObjectMeta meta)
        ? Optional.of(
            new NamespaceView(
                name,
                meta.getUid(),
                Objects.requireNonNullElse(meta.getLabels(), Map.of()),
                meta.getDeletionTimestamp() != null))
        : Optional.empty();
  }

  /** True where the owner is, as it is now, of this generation and not being deleted. */
  public boolean isCurrent(Stamp.Owner owner, long generation) {
    return live.look(
                "/apis/" + Api.GROUP + "/" + Api.VERSION + "/clustersecretsyncs/" + owner.name())
            instanceof LiveMetadata.Sight.There(ObjectMeta meta)
        && meta.getUid().equals(owner.uid())
        && meta.getGeneration() == generation
        && meta.getDeletionTimestamp() == null;
  }

  /**
   * Deletes it if it is still this object and still controlled by the owner.
   *
   * @param uid of the SecretSync
   */
  public StampResult remove(String namespace, String name, String uid, String ownerUid) {
    String path = StampWriter.path(namespace, name);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<StampResult> result =
          switch (live.look(path)) {
            case LiveMetadata.Sight.Absent absent -> Optional.of(new StampResult.Removed());
            case LiveMetadata.Sight.There(ObjectMeta meta) ->
                meta.getUid().equals(uid)
                        && LiveMetadata.isControlledBy(meta, ownerUid)
                        && meta.getDeletionTimestamp() == null
                    ? delete(namespace, path, meta)
                    : Optional.of(new StampResult.Removed());
            case LiveMetadata.Sight.Refused(Refusal refusal) -> StampRefusal.meaning(refusal);
            case LiveMetadata.Sight.Unavailable unavailable ->
                Optional.of(new StampResult.Unavailable());
          };
      if (result.isPresent()) {
        return result.get();
      }
    }
    return new StampResult.Contended();
  }

  /** Empty when it was another version than we looked at. */
  private Optional<StampResult> delete(String namespace, String path, ObjectMeta meta) {
    if (!fence.mayAct(namespace)) {
      return Optional.of(new StampResult.NotLeader());
    }
    return switch (api.send(ApiCall.delete(path, meta.getUid(), meta.getResourceVersion()))) {
      case ApiAnswer.Success success -> Optional.of(new StampResult.Removed());
      case ApiAnswer.Refused(Refusal refusal) when refusal.code() == 404 ->
          Optional.of(new StampResult.Removed());
      case ApiAnswer.Refused(Refusal refusal) -> StampRefusal.meaning(refusal);
      case ApiAnswer.Unavailable unavailable -> Optional.of(new StampResult.Unavailable());
    };
  }
}
