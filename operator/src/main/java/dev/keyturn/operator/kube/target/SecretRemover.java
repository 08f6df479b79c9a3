package dev.keyturn.operator.kube.target;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Deletes target Secrets, or takes our keys out of them: always after a live look, and always the
 * very object and version that was looked at. Thread-safe.
 */
public final class SecretRemover {
  private static final int ATTEMPTS = 5;

  private final ApiServer api;
  private final LiveSecrets live;
  private final Fence fence;

  public SecretRemover(ApiServer api, Fence fence) {
    this.api = api;
    this.live = new LiveSecrets(api);
    this.fence = fence;
  }

  /**
   * Deletes the Secret if it is still this object and still the sync's.
   *
   * @param uid of the Secret
   * @param syncUid of the sync that must own it
   */
  public RemovalResult delete(String namespace, String name, String uid, String syncUid) {
    return remove(
        namespace,
        name,
        identity -> identity.uid().equals(uid) && identity.belongsTo(syncUid),
        identity -> deletion(namespace, name, identity));
  }

  /**
   * Deletes the Secret if it is still this object and the sync is its controller; a mark alone is
   * not enough.
   *
   * @param uid of the Secret
   * @param syncUid of the sync that must control it
   */
  public RemovalResult deleteControlled(String namespace, String name, String uid, String syncUid) {
    return remove(
        namespace,
        name,
        identity ->
            identity.uid().equals(uid) && identity.controller().equals(Optional.of(syncUid)),
        identity -> deletion(namespace, name, identity));
  }

  /**
   * Takes away exactly the keys, labels and annotations that the sync alone owns; what others wrote
   * stays. A Secret of the sync's own stays its own, with its type, so that the keys can come back;
   * one that it merges into is left without a trace.
   *
   * @param emptied what the sync wants of it now: no key, label or annotation
   * @param uid of the Secret
   */
  public RemovalResult removeOurKeys(DesiredSecret emptied, String uid) {
    boolean merges = emptied.policy() == DesiredSecret.Policy.MERGE;
    return remove(
        emptied.namespace(),
        emptied.name(),
        identity ->
            identity.uid().equals(uid) && (merges || identity.belongsTo(emptied.sync().uid())),
        identity -> {
          ApplyBody.Expected expected =
              new ApplyBody.Expected(
                  Optional.of(identity.uid()), Optional.of(identity.resourceVersion()));
          ApplyBody body =
              merges ? ApplyBody.empty(emptied.name(), expected) : ApplyBody.of(emptied, expected);
          return ApiCall.apply(
                  LiveSecrets.path(emptied.namespace(), emptied.name()),
                  emptied.fieldManager(),
                  !merges,
                  body.bytes())
              .answeredByMetadata();
        });
  }

  private RemovalResult remove(
      String namespace,
      String name,
      Function<Identity, Boolean> ours,
      Function<Identity, ApiCall> removal) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<RemovalResult> result =
          switch (live.look(namespace, name)) {
            case LiveSecrets.Sight.Absent() -> Optional.of(new RemovalResult.Absent());
            case LiveSecrets.Sight.There(Identity identity) when !ours.apply(identity) ->
                Optional.of(new RemovalResult.NotOurs());
            case LiveSecrets.Sight.There(Identity identity) ->
                send(namespace, removal.apply(identity));
            case LiveSecrets.Sight.Refused(Problem problem) -> failed(problem);
            case LiveSecrets.Sight.Unavailable(Optional<Duration> retryAfter) ->
                Optional.of(new RemovalResult.Unavailable(retryAfter));
          };
      if (result.isPresent()) {
        return result.get();
      }
    }
    return new RemovalResult.Contended();
  }

  private static ApiCall deletion(String namespace, String name, Identity identity) {
    return ApiCall.delete(
        LiveSecrets.path(namespace, name), identity.uid(), identity.resourceVersion());
  }

  private Optional<RemovalResult> send(String namespace, ApiCall call) {
    if (!fence.mayAct(namespace)) {
      return Optional.of(new RemovalResult.NotLeader());
    }
    return switch (api.send(call)) {
      case ApiAnswer.Success(_, _) -> Optional.of(new RemovalResult.Removed());
      case ApiAnswer.Refused(var refusal) when refusal.code() == 404 ->
          Optional.of(new RemovalResult.Absent());
      case ApiAnswer.Refused(var refusal) -> failed(Problem.of(refusal));
      case ApiAnswer.Unavailable(var retryAfter, _) ->
          Optional.of(new RemovalResult.Unavailable(retryAfter));
    };
  }

  /** Empty when it was another version than we looked at. */
  private static Optional<RemovalResult> failed(Problem problem) {
    return switch (problem) {
      case Problem.Stale() -> Optional.empty();
      case Problem.NamespaceGone() -> Optional.of(new RemovalResult.Absent());
      case Problem.Forbidden(var detail, _) -> Optional.of(new RemovalResult.Forbidden(detail));
      case Problem.Invalid(var detail) -> Optional.of(new RemovalResult.Invalid(detail));
      case Problem.ManagerConflict(_), Problem.TooLarge() ->
          Optional.of(new RemovalResult.Invalid(Detail.FIELD));
    };
  }
}
