package dev.keyturn.operator.engine.tenancy;

import dev.keyturn.crds.v1alpha1.Detail;

/** Whether a namespace may use a SecretStore of its own, whatever it wants to read there. */
public sealed interface OwnStoreDecision {

  /** It may, within what the operator allows. */
  record Open() implements OwnStoreDecision {}

  /** It may, where the store keeps to these bounds. */
  record Bounded(StoreBounds bounds) implements OwnStoreDecision {}

  /**
   * It may not: ScopeDenied.
   *
   * @param detail STORE, or NAMESPACE_RECREATED where the namespace is not the one that was bound
   */
  record Denied(Detail detail) implements OwnStoreDecision {}
}
