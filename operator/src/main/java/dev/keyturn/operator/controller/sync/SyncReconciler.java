package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.controller.WakeSource;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.target.SecretIndex;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** The shell of a SecretSync: may this process act, and is there enough to look at? */
@ControllerConfiguration(name = "secretsync")
public final class SyncReconciler implements Reconciler<SecretSync> {
  private final ResourceCache<SecretSync> cache;
  private final SyncCycle cycle;
  private final SecretIndex secrets;
  private final Fence fence;
  private final WakeSource<SecretSync> wakes;
  private final SyncListener listener;
  private final BrokenPasses broken;

  public SyncReconciler(
      ResourceCache<SecretSync> cache,
      SyncCycle cycle,
      SecretIndex secrets,
      Fence fence,
      WakeSource<SecretSync> wakes,
      SyncListener listener,
      BrokenPasses broken) {
    this.cache = cache;
    this.cycle = cycle;
    this.secrets = secrets;
    this.fence = fence;
    this.wakes = wakes;
    this.listener = listener;
    this.broken = broken;
  }

  @Override
  public List<EventSource<?, SecretSync>> prepareEventSources(
      EventSourceContext<SecretSync> context) {
    cache.connect(context.getPrimaryCache());
    return List.of(wakes);
  }

  @Override
  public UpdateControl<SecretSync> reconcile(SecretSync sync, Context<SecretSync> context) {
    SyncId id = SyncObserver.id(sync);
    if (context.isPrimaryResourceDeleted()) {
      cycle.forget(id, sync);
      listener.gone(sync);
      wakes.wakeIfMadeAgain(cache, id.namespace(), id.name());
    } else if (fence.mayAct(id.namespace())) {
      listener.present(sync);
      if (sync.getMetadata().getDeletionTimestamp() == null) {
        cycle.run(id, sync, secrets.hasSynced(id.namespace()));
      } else {
        cycle.settle(id, sync);
      }
    }
    return UpdateControl.noUpdate();
  }

  /** The status is written by us, as any other; what is left to the framework is the next try. */
  @Override
  public ErrorStatusUpdateControl<SecretSync> updateErrorStatus(
      SecretSync sync, Context<SecretSync> context, Exception thrown) {
    broken.tell(sync, thrown);
    return ErrorStatusUpdateControl.noStatusUpdate();
  }
}
