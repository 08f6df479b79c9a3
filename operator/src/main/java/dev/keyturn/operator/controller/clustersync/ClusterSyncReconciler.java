package dev.keyturn.operator.controller.clustersync;

import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.controller.WakeSource;
import dev.keyturn.operator.kube.Fence;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** The shell of a ClusterSecretSync: may this process act, and on what? */
@ControllerConfiguration(name = "clustersecretsync")
public final class ClusterSyncReconciler implements Reconciler<ClusterSecretSync> {
  private final ResourceCache<ClusterSecretSync> cache;
  private final ClusterSyncPass pass;
  private final Fence fence;
  private final WakeSource<ClusterSecretSync> wakes;

  public ClusterSyncReconciler(
      ResourceCache<ClusterSecretSync> cache,
      ClusterSyncPass pass,
      Fence fence,
      WakeSource<ClusterSecretSync> wakes) {
    this.cache = cache;
    this.pass = pass;
    this.fence = fence;
    this.wakes = wakes;
  }

  @Override
  public List<EventSource<?, ClusterSecretSync>> prepareEventSources(
      EventSourceContext<ClusterSecretSync> context) {
    cache.connect(context.getPrimaryCache());
    return List.of(wakes);
  }

  @Override
  public UpdateControl<ClusterSecretSync> reconcile(
      ClusterSecretSync sync, Context<ClusterSecretSync> context) {
    if (context.isPrimaryResourceDeleted()) {
      pass.forget(sync);
      wakes.wakeIfMadeAgain(cache, null, sync.getMetadata().getName());
    } else if (fence.mayAct("") && sync.getMetadata().getDeletionTimestamp() == null) {
      // While it is being deleted the garbage collector takes away what it made; nothing may come
      // back.
      pass.run(sync);
    }
    return UpdateControl.noUpdate();
  }
}
