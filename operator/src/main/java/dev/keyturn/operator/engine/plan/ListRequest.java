package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.tenancy.FolderDecision;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;

/**
 * A folder whose names a sync needs.
 *
 * @param granted the leave to see them
 */
public record ListRequest(FolderDecision.Allowed granted) {

  /** The store that is asked. */
  public StoreIdentity store() {
    return granted.store();
  }
}
