package dev.keyturn.operator.controller.clustersync;

import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.controller.WakeSource;
import dev.keyturn.operator.controller.sync.SyncListener;
import dev.keyturn.operator.engine.stamp.NamespaceView;
import dev.keyturn.operator.engine.stamp.SeenSync;
import dev.keyturn.operator.engine.stamp.StampPlan;
import dev.keyturn.operator.engine.stamp.StampSettings;
import dev.keyturn.operator.engine.stamp.StampSpec;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Wakes the ClusterSecretSyncs that a change concerns, and no other: of a namespace, or of a
 * SecretSync that one of them has made, wants to make or finds in its way.
 */
public final class StampWatch implements SyncListener {
  /** Index of the cache of ClusterSecretSyncs: name of the SecretSync that they make. */
  public static final String CLUSTER_SYNCS_BY_STAMP = "cluster-sync-stamp";

  private final ResourceCache<ClusterSecretSync> cache;
  private final ClusterSyncParts parts;
  private final WakeSource<ClusterSecretSync> wakes;

  public StampWatch(
      ResourceCache<ClusterSecretSync> cache,
      ClusterSyncParts parts,
      WakeSource<ClusterSecretSync> wakes) {
    this.cache = cache;
    this.parts = parts;
    this.wakes = wakes;
  }

  @Override
  public void present(SecretSync sync) {
    look(sync);
  }

  @Override
  public void gone(SecretSync sync) {
    var meta = sync.getMetadata();
    parts.syncs().ended(meta.getNamespace(), meta.getName(), meta.getUid());
    concerned(sync)
        .forEach(owner -> parts.board().retry(owner.getMetadata().getUid(), meta.getNamespace()));
    look(sync);
  }

  /** A namespace came, went, or has other labels. */
  public void namespaceChanged(Optional<NamespaceView> before, Optional<NamespaceView> now) {
    String name = now.or(() -> before).map(NamespaceView::name).orElseThrow();
    cache
        .all()
        .filter(sync ->
            settings(sync)
                .filter(wanted -> wanted.selection().isConcerned(before, now))
                .isPresent())
        .forEach(sync -> {
          parts.board().retry(sync.getMetadata().getUid(), name);
          wake(sync);
        });
  }

  private void look(SecretSync sync) {
    concerned(sync).filter(owner -> isNews(owner, sync)).forEach(this::wake);
  }

  private boolean isNews(ClusterSecretSync owner, SecretSync sync) {
    String uid = owner.getMetadata().getUid();
    String namespace = sync.getMetadata().getNamespace();
    Optional<StampSettings> wanted = settings(owner);
    Optional<NamespaceView> view = parts.namespaces().view(namespace);
    if (wanted.isEmpty() || view.isEmpty()) {
      return false;
    }
    Optional<SeenSync> there = parts.syncs().find(namespace, sync.getMetadata().getName());
    if (!wanted.get().name().equals(sync.getMetadata().getName())) {
      // It has an earlier name.
      return there.isPresent();
    }
    return StampPlan.isNews(
        uid,
        wanted.get(),
        view.get(),
        there,
        parts.board().failure(uid, namespace).map(StampBoard.Failure::kind));
  }

  /** Those that want a SecretSync of this name, and the one that controls it. */
  private Stream<ClusterSecretSync> concerned(SecretSync sync) {
    Optional<ClusterSecretSync> controller =
        StampedSyncs.controller(sync.getMetadata())
            .map(OwnerReference::getName)
            .flatMap(name -> cache.get(null, name))
            .filter(owner -> StampedSyncs.controllers(sync).contains(owner.getMetadata().getUid()));
    return Stream.concat(
            cache.byIndex(CLUSTER_SYNCS_BY_STAMP, sync.getMetadata().getName()).stream(),
            controller.stream())
        .distinct();
  }

  private Optional<StampSettings> settings(ClusterSecretSync sync) {
    return parts.specs().of(sync) instanceof StampSpec.Read(StampSettings wanted)
        ? Optional.of(wanted)
        : Optional.empty();
  }

  private void wake(ClusterSecretSync sync) {
    wakes.wake(null, sync.getMetadata().getName());
  }
}
