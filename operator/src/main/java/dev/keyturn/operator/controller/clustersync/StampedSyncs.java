package dev.keyturn.operator.controller.clustersync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.stamp.SeenSync;
import dev.keyturn.operator.kube.stamp.StampWriter;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The SecretSyncs as the cache shows them, and where it lags behind, as the operator's own writes
 * have left them. Thread-safe.
 */
public final class StampedSyncs {
  /** Index of the sync cache: UID of the controller to what it controls. */
  public static final String SYNCS_BY_CONTROLLER = "sync-controller";

  /** A cache that has not shown a write for so long is right: the object went again. */
  private static final Duration MOST_LAG = Duration.ofSeconds(10);

  private final ResourceCache<SecretSync> cache;
  private final LongSupplier nanoTime;
  private final Map<SyncId, Own> own = new ConcurrentHashMap<>();

  /**
   * What the operator did to it.
   *
   * @param written empty where it was deleted
   */
  private record Own(String uid, Optional<SeenSync> written, long at) {}

  public StampedSyncs(ResourceCache<SecretSync> cache, LongSupplier nanoTime) {
    this.cache = cache;
    this.nanoTime = nanoTime;
  }

  Optional<SeenSync> find(String namespace, String name) {
    SyncId id = new SyncId(namespace, name);
    Optional<SeenSync> shown = cache.get(namespace, name).map(StampedSyncs::seen);
    Own last = own.computeIfPresent(id, (key, mine) -> isNewer(mine, shown) ? mine : null);
    return last == null ? shown : last.written();
  }

  List<SeenSync> ownedBy(String uid) {
    return cache.byIndex(SYNCS_BY_CONTROLLER, uid).stream()
        .map(sync -> find(sync.getMetadata().getNamespace(), sync.getMetadata().getName()))
        .flatMap(Optional::stream)
        .filter(sync -> sync.controller().equals(Optional.of(uid)))
        .toList();
  }

  void written(SecretSync sync) {
    SeenSync seen = seen(sync);
    own.put(
        new SyncId(seen.namespace(), seen.name()),
        new Own(seen.uid(), Optional.of(seen), nanoTime.getAsLong()));
  }

  void removed(String namespace, String name, String uid) {
    own.put(new SyncId(namespace, name), new Own(uid, Optional.empty(), nanoTime.getAsLong()));
  }

  /** The object ended: nothing that was written to it is there any more. */
  void ended(String namespace, String name, String uid) {
    own.computeIfPresent(
        new SyncId(namespace, name), (key, mine) -> mine.uid().equals(uid) ? null : mine);
  }

  private boolean isNewer(Own mine, Optional<SeenSync> shown) {
    if (nanoTime.getAsLong() - mine.at() > MOST_LAG.toNanos()) {
      return false;
    }
    if (mine.written().isEmpty()) {
      return shown.filter(sync -> sync.uid().equals(mine.uid()) && !sync.ending()).isPresent();
    }
    String version = mine.written().get().resourceVersion();
    return shown
        .filter(
            sync -> new BigInteger(sync.resourceVersion()).compareTo(new BigInteger(version)) >= 0)
        .isEmpty();
  }

  /** UIDs by which the index finds it. */
  public static List<String> controllers(SecretSync sync) {
    return controller(sync.getMetadata()).map(OwnerReference::getUid).stream().toList();
  }

  static Optional<OwnerReference> controller(ObjectMeta meta) {
    return Objects.requireNonNullElse(meta.getOwnerReferences(), List.<OwnerReference>of()).stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }

  static SeenSync seen(SecretSync sync) {
    ObjectMeta meta = sync.getMetadata();
    return new SeenSync(
        meta.getNamespace(),
        meta.getName(),
        meta.getUid(),
        meta.getResourceVersion(),
        controller(meta).map(OwnerReference::getUid),
        meta.getDeletionTimestamp() != null,
        sync.getSpec(),
        Objects.requireNonNullElse(meta.getLabels(), Map.of()),
        Objects.requireNonNullElse(meta.getAnnotations(), Map.of()),
        ours(meta, "f:labels"),
        ours(meta, "f:annotations"));
  }

  /** The keys that our field manager owns. */
  private static Set<String> ours(ObjectMeta meta, String field) {
    return Objects.requireNonNullElse(meta.getManagedFields(), List.<ManagedFieldsEntry>of())
        .stream()
        .filter(entry ->
            StampWriter.FIELD_MANAGER.equals(entry.getManager())
                && "Apply".equals(entry.getOperation()))
        .map(ManagedFieldsEntry::getFieldsV1)
        .filter(Objects::nonNull)
        .map(FieldsV1::getAdditionalProperties)
        .map(fields -> below(below(fields, "f:metadata"), field))
        .flatMap(keys -> keys.keySet().stream())
        .filter(key -> key.startsWith("f:"))
        .map(key -> key.substring(2))
        .collect(Collectors.toUnmodifiableSet());
  }

  @SuppressWarnings("unchecked") // FieldsV1 is an object of objects, with texts as keys
  private static Map<String, Object> below(@Nullable Map<String, Object> fields, String name) {
    return fields != null && fields.get(name) instanceof Map<?, ?> inner
        ? (Map<String, Object>) inner
        : Map.of();
  }
}
