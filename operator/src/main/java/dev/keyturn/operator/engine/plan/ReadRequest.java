package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.Optional;

/**
 * A secret that a sync needs.
 *
 * @param key final key at the backend: prefix added, canonical
 * @param granted the leave to read it
 */
public record ReadRequest(String key, Optional<String> version, Decision.Allowed granted) {

  /** The store that is asked. */
  public StoreIdentity store() {
    return granted.store();
  }
}
