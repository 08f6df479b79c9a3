package dev.keyturn.operator.kube.workload;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.WorkloadKind;
import dev.keyturn.operator.engine.restart.Workload;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.Refusal;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Restarts a workload by an annotation of its pod template. Thread-safe.
 *
 * <p>A merge patch of that one key: an update of the whole object would drop fields that a newer
 * API server knows and this client does not.
 */
public final class WorkloadRestarter {
  /** Under this name alone, so that its time in the managed fields is that of a restart. */
  static final String FIELD_MANAGER = "keyturn-restart";

  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiServer api;
  private final WorkloadIndex index;
  private final Fence fence;

  public WorkloadRestarter(ApiServer api, WorkloadIndex index, Fence fence) {
    this.api = api;
    this.index = index;
    this.fence = fence;
  }

  /** Sets the annotations; the index knows of it before this returns. */
  public RestartResult restart(
      Workload workload, SortedMap<String, String> annotations, Instant now) {
    Workload.Id id = workload.id();
    if (!fence.mayAct(id.namespace())) {
      return new RestartResult.NotLeader();
    }
    String path =
        WorkloadApi.of(id.kind()).path(id.namespace(), id.name())
            + "?fieldManager="
            + FIELD_MANAGER;
    ObjectNode body = body(id.kind(), annotations, now);
    return switch (api.send(ApiCall.send("PATCH", path, MERGE_PATCH, body))) {
      case ApiAnswer.Success(_, byte[] answer) ->
          Answers.read(answer, GenericKubernetesResource.class)
              .<RestartResult>map(
                  object -> new RestartResult.Restarted(index.restarted(id.kind(), object, now)))
              .orElseGet(() -> new RestartResult.Unavailable(Optional.empty()));
      case ApiAnswer.Refused(Refusal refusal) -> refused(id, refusal);
      case ApiAnswer.Unavailable(var retryAfter, _) -> new RestartResult.Unavailable(retryAfter);
    };
  }

  private RestartResult refused(Workload.Id id, Refusal refusal) {
    if (refusal.code() == 404) {
      index.forget(id);
      return new RestartResult.Gone();
    }
    return switch (refusal.origin()) {
      case AUTHORIZATION -> new RestartResult.Forbidden();
      case QUOTA -> new RestartResult.Refused(Detail.QUOTA);
      case ADMISSION -> new RestartResult.Refused(Detail.ADMISSION);
      case OTHER -> new RestartResult.Refused(Detail.NONE);
    };
  }

  private static ObjectNode body(
      WorkloadKind kind, SortedMap<String, String> annotations, Instant now) {
    ObjectNode body = JSON.createObjectNode();
    switch (kind) {
      case Deployment, StatefulSet, DaemonSet ->
          annotate(body.putObject("spec").putObject("template").putObject("metadata"), annotations);
      case Rollout -> {
        // A Rollout may take its template from a Deployment; restartAt replaces pods either way.
        annotate(body.putObject("metadata"), annotations);
        body.putObject("spec").put("restartAt", now.truncatedTo(ChronoUnit.SECONDS).toString());
      }
    }
    return body;
  }

  private static void annotate(ObjectNode metadata, SortedMap<String, String> annotations) {
    annotations.forEach(metadata.putObject("annotations")::put);
  }
}
