package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;

/** Something at a backend that has to go with the SecretSync that made it. */
interface CleanupDuty {

  /**
   * True where the spec may make, or the status tells of, something that has to go; no I/O. The
   * spec counts, because a crash can come between the effect and the status that tells of it.
   */
  boolean owes(SecretSync sync, SecretSyncStatus status);

  /**
   * Takes it away, under a deadline of its own; may be repeated.
   *
   * @param leave to call the stores
   * @return what is left of it
   */
  Settlement settle(SecretSync sync, SecretSyncStatus status, CleanupLeave leave);
}
