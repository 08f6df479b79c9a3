package dev.keyturn.operator.controller.store;

/** The syncs of a store. */
public interface StoreDependents {

  int count(StoreKey store);

  /** Makes each of them due. */
  void wake(StoreKey store);
}
