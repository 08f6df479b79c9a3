package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.Optional;

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
   * @param localNamespace namespace of this cluster whose Secrets it reads and writes; empty for
   *     every backend that is none
   */
  record Usable(
      StoreIdentity identity, String keyPrefix, StoreRules rules, Optional<String> localNamespace)
      implements StoreView {

    /** A backend outside of this cluster. */
    public Usable(StoreIdentity identity, String keyPrefix, StoreRules rules) {
      this(identity, keyPrefix, rules, Optional.empty());
    }

    /**
     * Whether only a scope can open it to the namespace: it leads to another one of this cluster.
     */
    public boolean needsScope(NamespaceIdentity namespace) {
      return localNamespace.filter(other -> !other.equals(namespace.name())).isPresent();
    }

    /** Whether the key is that Secret of this cluster. */
    boolean leadsTo(String namespace, String secret, RemotePath path) {
      return localNamespace.filter(namespace::equals).isPresent() && path.toString().equals(secret);
    }
  }
}
