package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.time.Instant;
import java.util.Optional;

/** The text of problems with writing to a backend: cause, object, next step. */
final class PushMessages {

  private PushMessages() {}

  static String delayed(String subject, Optional<Instant> until) {
    if (until.isEmpty()) {
      return "A newer value waits for its turn: "
          + subject
          + ". The store is asked no more often than its limits say; what the source holds then is"
          + " written.";
    }
    return "A newer value waits until "
        + until.get()
        + ": "
        + subject
        + ". The backend bears few versions of one secret in a short time; what the source holds"
        + " then is written.";
  }

  static String of(Problem problem) {
    String subject = problem.subject();
    if (problem.kind() == ErrorClass.OwnershipConflict) {
      return "The remote secret is not ours: "
          + subject
          + ". It holds another value and not our mark. Remove it, or choose another key.";
    }
    if (problem.kind() == ErrorClass.ConfigInvalid) {
      return "The store cannot be written to by spec.push or spec.generate: "
          + subject
          + ". Its backend has no conditional writes with a place for our mark; name a store of a"
          + " key-value mount of version 2.";
    }
    if (problem.kind() == ErrorClass.InvalidData) {
      return "The value does not fit into the remote secret: "
          + subject
          + ". A property takes UTF-8 text and an object to stand in; without a property the value"
          + " itself must be what the backend keeps.";
    }
    if (problem.kind() == ErrorClass.KeyMissing) {
      return "The source of the push is absent: " + subject + ". Create it, or correct the name.";
    }
    if (problem.kind() == ErrorClass.AccessDenied) {
      return "The backend denies writing to the store's identity: "
          + subject
          + ". Grant create and update on it.";
    }
    if (problem.kind() == ErrorClass.ScopeDenied) {
      return "No TenantSecretScope grants writing this path to the namespace: " + subject + ".";
    }
    return "The backend did not take the value: " + subject + ". It is tried again.";
  }
}
