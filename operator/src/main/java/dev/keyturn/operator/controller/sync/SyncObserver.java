package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.controller.CutText;
import dev.keyturn.operator.controller.scope.ScopeDirectory;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.engine.plan.KeyRotation;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.StoreView;
import dev.keyturn.operator.engine.plan.StoreViews;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.TargetState;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.target.FieldManagers;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.kube.target.TargetView;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the caches know of a SecretSync, and says what it refers to, so that it is watched;
 * waits for no call.
 */
final class SyncObserver {
  private static final int LONGEST_REQUEST = 256;

  private final StoreDirectory stores;
  private final ScopeDirectory scopes;
  private final NamespaceIndex namespaces;
  private final SecretIndex secrets;
  private final TemplateObjects templates;
  private final SyncMemories memories;
  private final KeyRotation rotation;

  SyncObserver(
      StoreDirectory stores,
      ScopeDirectory scopes,
      NamespaceIndex namespaces,
      SecretIndex secrets,
      TemplateObjects templates,
      SyncMemories memories,
      KeyRotation rotation) {
    this.stores = stores;
    this.scopes = scopes;
    this.namespaces = namespaces;
    this.secrets = secrets;
    this.templates = templates;
    this.memories = memories;
    this.rotation = rotation;
  }

  Observed observe(
      SecretSync sync,
      Optional<SecretSyncStatus> status,
      SyncMemory memory,
      long now,
      Instant time) {
    memory.marks().look();
    SyncId id = id(sync);
    SpecOutcome spec = memories.spec(id, sync);
    memory.unverified(spec instanceof SpecOutcome.Read && rotation.isLost(status));
    templates.uses(id, spec, isEnrolled(id.namespace()));
    Optional<String> request = request(sync);
    memory.noteRequest(request, now);
    StoreViews views = stores.views(id.namespace(), sync.getSpec());
    memory.noteGeneration(sync.getMetadata().getGeneration(), now);
    return rotation.carried(
        new Observed(
            id,
            namespaces.find(id.namespace()),
            spec,
            sync.getMetadata().getGeneration(),
            status,
            memory.duty().holdOfRequests(now).isZero() ? request : Optional.empty(),
            views,
            scopes.views(),
            isEnrolled(id.namespace()),
            target(id, spec).map(view -> state(id, view)),
            isDue(spec, memory, status, time),
            memory.retry().isOn(now),
            memory.standIn().look(ownIsWell(spec, views), now),
            time,
            templates.news(id, spec, status, memory),
            false));
  }

  private static boolean ownIsWell(SpecOutcome spec, StoreViews views) {
    return spec instanceof SpecOutcome.Read(var settings)
        && views.of(settings.shaping().store()) instanceof StoreView.Usable;
  }

  private static boolean isDue(
      SpecOutcome spec, SyncMemory memory, Optional<SecretSyncStatus> status, Instant time) {
    return switch (spec) {
      case SpecOutcome.Read(var settings) -> SyncDemand.isDue(memory, settings, status, time);
      case SpecOutcome.Wrong wrong -> memory.isDue();
    };
  }

  /** True where the operator looks after the Secrets of the namespace. */
  boolean isEnrolled(String namespace) {
    Set<String> watched = secrets.watched();
    return watched.contains(namespace) || watched.contains(SecretIndex.CLUSTER);
  }

  /** The target as the index shows it. */
  Optional<TargetView> target(SyncId id, SpecOutcome spec) {
    return switch (spec) {
      case SpecOutcome.Read(var settings) -> secrets.find(id.namespace(), settings.targetName());
      case SpecOutcome.Wrong wrong -> Optional.empty();
    };
  }

  static SyncId id(SecretSync sync) {
    return new SyncId(sync.getMetadata().getNamespace(), sync.getMetadata().getName());
  }

  /** As the status can repeat it: nothing but this form is ever compared. */
  static Optional<String> request(SecretSync sync) {
    @Nullable Map<String, String> annotations = sync.getMetadata().getAnnotations();
    return annotations == null
        ? Optional.empty()
        : Optional.ofNullable(annotations.get(Api.ANNOTATION_SYNC_REQUESTED))
            .map(text -> CutText.beginning(text, LONGEST_REQUEST));
  }

  private static TargetState state(SyncId id, TargetView view) {
    return new TargetState(
        view.uid(),
        view.resourceVersion(),
        view.type(),
        view.immutable(),
        view.output(FieldManagers.ofSync(id.name())),
        view.formerOutput(FieldManagers.ofSync(id.name())),
        view.leaseId());
  }
}
