package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.source.guard.Waiter;
import java.util.List;

/** The syncs of a store. */
public interface StoreDependents {

  int count(StoreKey store);

  /** The store is another one now, or gone: each of them is due. */
  void changed(StoreKey store);

  /** The store can serve again: makes those due that waited for it or failed, and names them. */
  List<Waiter> recovered(StoreKey store);
}
