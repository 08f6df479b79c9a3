package dev.keyturn.operator.kube.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.WorkloadKind;
import dev.keyturn.operator.engine.restart.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the view of a workload, which keeps of its pod template only what restarts need. */
final class WorkloadViews {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WorkloadViews() {}

  static Workload of(WorkloadKind kind, GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    JsonNode spec = JSON.valueToTree(object.getAdditionalProperties().get("spec"));
    return new Workload(
        new Workload.Id(kind, meta.getNamespace(), meta.getName()),
        sorted(meta.getLabels()),
        PodSecrets.of(spec.at("/template/spec")),
        kind == WorkloadKind.Rollout
            ? ours(sorted(meta.getAnnotations()))
            : ours(texts(spec.at("/template/metadata/annotations"))),
        restartedAt(meta),
        hold(spec));
  }

  /** The API server notes when a field manager last wrote: that outlives every process of ours. */
  private static Optional<Instant> restartedAt(ObjectMeta meta) {
    @Nullable List<ManagedFieldsEntry> managers = meta.getManagedFields();
    return managers == null
        ? Optional.empty()
        : managers.stream()
            .filter(entry -> WorkloadRestarter.FIELD_MANAGER.equals(entry.getManager()))
            .map(ManagedFieldsEntry::getTime)
            .filter(Objects::nonNull)
            .map(Instant::parse)
            .max(Instant::compareTo);
  }

  private static Workload.Hold hold(JsonNode spec) {
    if (spec.path("paused").asBoolean()) {
      return Workload.Hold.PAUSED;
    }
    return spec.at("/updateStrategy/type").asText().equals("OnDelete")
        ? Workload.Hold.ON_DELETE
        : Workload.Hold.NONE;
  }

  private static SortedMap<String, String> texts(JsonNode map) {
    SortedMap<String, String> texts = new TreeMap<>();
    map.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static SortedMap<String, String> ours(SortedMap<String, String> annotations) {
    annotations.keySet().removeIf(key -> !key.startsWith(Api.ANNOTATION_SECRET_PREFIX));
    return annotations;
  }

  private static SortedMap<String, String> sorted(@Nullable Map<String, String> values) {
    return values == null ? new TreeMap<>() : new TreeMap<>(values);
  }
}
