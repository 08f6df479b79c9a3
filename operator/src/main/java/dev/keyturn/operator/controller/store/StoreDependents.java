package dev.keyturn.operator.controller.store;

/** The syncs of a store. */
public interface StoreDependents {

  int count(StoreKey store);

  /** The store is another one now, or gone: each of them is due. */
  void changed(StoreKey store);

  /** The store can serve again: those that waited for it or failed are due. */
  void recovered(StoreKey store);
}
