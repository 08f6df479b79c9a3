package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.restart.RestartClaim;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the syncs of each namespace want of its workloads, and who acts on them: one sync at a time,
 * so that two that are owed the same restart make one. Thread-safe; may be empty after a start,
 * since every sync claims anew when it is visited.
 */
final class RestartBoard {
  private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();

  private record Namespace(ReentrantLock lock, Map<String, RestartClaim> claims) {}

  void claim(SyncId id, RestartClaim claim) {
    namespace(id).claims().put(id.name(), claim);
  }

  void withdraw(SyncId id) {
    Namespace namespace = namespaces.get(id.namespace());
    if (namespace != null) {
      namespace.claims().remove(id.name());
    }
  }

  /** Held while one sync acts on the workloads of its namespace. */
  ReentrantLock lock(SyncId id) {
    return namespace(id).lock();
  }

  /** The claims of all syncs of the namespace. */
  Collection<RestartClaim> claims(SyncId id) {
    return List.copyOf(namespace(id).claims().values());
  }

  private Namespace namespace(SyncId id) {
    return namespaces.computeIfAbsent(
        id.namespace(), name -> new Namespace(new ReentrantLock(), new ConcurrentHashMap<>()));
  }
}
