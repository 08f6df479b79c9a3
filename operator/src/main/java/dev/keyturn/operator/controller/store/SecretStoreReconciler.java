package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.SecretStore;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** The shell for SecretStore: the framework finds the kind by this class's own type argument. */
@ControllerConfiguration(name = "secretstore")
public record SecretStoreReconciler(StoreReconciler<SecretStore> shell)
    implements Reconciler<SecretStore> {

  @Override
  public List<EventSource<?, SecretStore>> prepareEventSources(
      EventSourceContext<SecretStore> context) {
    return shell.prepareEventSources(context);
  }

  @Override
  public UpdateControl<SecretStore> reconcile(SecretStore store, Context<SecretStore> context) {
    shell.reconcile(store, context);
    return UpdateControl.noUpdate();
  }
}
