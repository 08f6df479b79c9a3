package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.kube.event.EventFact;
import dev.keyturn.operator.kube.event.EventRecorder;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Optional;

/** Events of a store: only when Ready turned or its reason did, or a login begins to run out. */
public final class StoreEvents {
  private final EventRecorder recorder;

  public StoreEvents(EventRecorder recorder) {
    this.recorder = recorder;
  }

  void transition(
      CustomResource<SecretStoreSpec, SecretStoreStatus> store,
      SecretStoreStatus before,
      SecretStoreStatus now) {
    changed(before, now, Condition.READY)
        .ifPresent(ready -> {
          EventFact.Type type =
              ready.status().equals("False") ? EventFact.Type.WARNING : EventFact.Type.NORMAL;
          record(store, type, reason(ready), ready.message());
        });
    changed(before, now, Condition.AUTHENTICATED)
        .filter(login -> login.reason().equals(StoreStatusFactory.NOT_RENEWED))
        .ifPresent(login -> record(store, EventFact.Type.WARNING, login.reason(), login.message()));
  }

  /** The condition as it is now, where its reason is another one than before. */
  private static Optional<Condition> changed(
      SecretStoreStatus before, SecretStoreStatus now, String type) {
    Optional<String> old = Conditions.find(before.conditions(), type).map(Condition::reason);
    return Conditions.find(now.conditions(), type)
        .filter(condition -> !Optional.of(condition.reason()).equals(old));
  }

  private void record(
      CustomResource<SecretStoreSpec, SecretStoreStatus> store,
      EventFact.Type type,
      String reason,
      String message) {
    EventFact.Reference regarding =
        new EventFact.Reference(
            store.getApiVersion(),
            store.getKind(),
            StoreKey.of(store).namespace(),
            store.getMetadata().getName(),
            store.getMetadata().getUid());
    recorder.record(new EventFact(regarding, type, reason, "Probe", message, Optional.empty()));
  }

  private static String reason(Condition ready) {
    return switch (ready.reason()) {
      case "Valid" -> "StoreBecameReady";
      case "AuthFailed" -> "AuthFailed";
      case "Sealed" -> "StoreSealed";
      case "ScopeDenied" -> "ScopeDenied";
      case StoreStatusFactory.UNVERIFIED -> "StoreUnverified";
      default -> "StoreUnavailable";
    };
  }
}
