package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.tenancy.StoreIdentity;

/** The store of a sync as the caches show it. */
public sealed interface StoreView {

  /** No such object. */
  record Missing(String kind, String name) implements StoreView {}

  /** It exists but cannot serve now; its recovery wakes the sync. */
  record NotReady(String kind, String name, String reason) implements StoreView {}

  /**
   * It can be asked.
   *
   * @param keyPrefix put before every key; empty for none
   * @param rules what the store allows by itself
   */
  record Usable(StoreIdentity identity, String keyPrefix, StoreRules rules) implements StoreView {}
}
