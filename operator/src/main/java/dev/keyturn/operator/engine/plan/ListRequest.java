package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.tenancy.FolderDecision;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.SortedMap;

/**
 * A folder whose names a sync needs.
 *
 * @param granted the leave to see them
 * @param tags that the secrets must have; a backend that cannot compare them names all
 */
public record ListRequest(FolderDecision.Allowed granted, SortedMap<String, String> tags) {

  /** The store that is asked. */
  public StoreIdentity store() {
    return granted.store();
  }
}
