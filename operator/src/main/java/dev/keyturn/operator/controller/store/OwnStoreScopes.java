package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.engine.tenancy.OwnStoreDecision;

/** What the scopes of this moment say of the SecretStores of namespaces. */
@FunctionalInterface
public interface OwnStoreScopes {

  /**
   * The decision on one store.
   *
   * @param store of kind SecretStore
   */
  OwnStoreDecision decide(StoreKey store);
}
