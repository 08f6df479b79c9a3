package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/**
 * The shell for ClusterSecretStore: the framework finds the kind by this class's own type argument.
 */
@ControllerConfiguration(name = "clustersecretstore")
public record ClusterSecretStoreReconciler(StoreReconciler<ClusterSecretStore> shell)
    implements Reconciler<ClusterSecretStore> {

  @Override
  public List<EventSource<?, ClusterSecretStore>> prepareEventSources(
      EventSourceContext<ClusterSecretStore> context) {
    return shell.prepareEventSources(context);
  }

  @Override
  public UpdateControl<ClusterSecretStore> reconcile(
      ClusterSecretStore store, Context<ClusterSecretStore> context) {
    shell.reconcile(store, context);
    return UpdateControl.noUpdate();
  }
}
