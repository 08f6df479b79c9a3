package dev.keyturn.operator.engine.tenancy;

import dev.keyturn.crds.v1alpha1.Detail;
import java.util.List;
import java.util.Optional;

/** Whether a namespace may reach a path of a store. */
public sealed interface Decision {

  /**
   * It may. The store is asked only with this in hand, and for this path alone.
   *
   * @param scope the scope whose path list grants it; empty for an own store that is open as a
   *     whole, which is no leave to look into another namespace through it
   */
  record Allowed(StoreIdentity store, RemotePath path, Optional<String> scope)
      implements Decision {}

  /**
   * It may not: ScopeDenied.
   *
   * @param detail STORE where no grant names the store, PATH where none covers the path,
   *     NAMESPACE_RECREATED where the namespace is not the one that was bound
   * @param nearest up to three granted paths of the same store that come closest, from scopes of
   *     this namespace alone
   */
  record Denied(Detail detail, List<String> nearest) implements Decision {}
}
