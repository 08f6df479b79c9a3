package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.kube.event.EventFact;
import dev.keyturn.operator.kube.event.EventRecorder;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Optional;

/** Events of a store: only when Ready turned or its reason did. */
public final class StoreEvents {
  private final EventRecorder recorder;

  public StoreEvents(EventRecorder recorder) {
    this.recorder = recorder;
  }

  void transition(
      CustomResource<SecretStoreSpec, SecretStoreStatus> store,
      SecretStoreStatus before,
      SecretStoreStatus now) {
    Optional<Condition> old = Conditions.find(before.conditions(), Condition.READY);
    Optional<Condition> ready = Conditions.find(now.conditions(), Condition.READY);
    if (ready.isEmpty() || ready.map(Condition::reason).equals(old.map(Condition::reason))) {
      return;
    }
    EventFact.Reference regarding =
        new EventFact.Reference(
            store.getApiVersion(),
            store.getKind(),
            StoreKey.of(store).namespace(),
            store.getMetadata().getName(),
            store.getMetadata().getUid());
    boolean works = ready.get().status().equals("True");
    boolean unknown = ready.get().status().equals("Unknown");
    recorder.record(
        new EventFact(
            regarding,
            works || unknown ? EventFact.Type.NORMAL : EventFact.Type.WARNING,
            reason(ready.get()),
            "Probe",
            ready.get().message(),
            Optional.empty()));
  }

  private static String reason(Condition ready) {
    return switch (ready.reason()) {
      case "Valid" -> "StoreBecameReady";
      case "AuthFailed" -> "AuthFailed";
      case "Sealed" -> "StoreSealed";
      case StoreStatusFactory.UNVERIFIED -> "StoreUnverified";
      default -> "StoreUnavailable";
    };
  }
}
