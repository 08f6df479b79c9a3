package dev.keyturn.operator.source;

import dev.keyturn.operator.engine.tenancy.StoreBounds;
import java.util.Optional;

/**
 * Names one identity at one backend. A change of any part makes a new connection: clients are never
 * changed in place, so that no tenant can meet another tenant's login.
 *
 * @param store UID of the store
 * @param generation generation of the store
 * @param credentials UID and resourceVersion of every Secret, ConfigMap and ServiceAccount that the
 *     store refers to
 * @param tenant UID of the namespace for logins as the namespace's own ServiceAccount, else empty
 * @param bounds what the scopes let the store be; empty where they do not bind it
 */
public record ConnectionKey(
    String store,
    long generation,
    String credentials,
    String tenant,
    Optional<StoreBounds> bounds) {

  /** Of a store that no scope binds. */
  public ConnectionKey(String store, long generation, String credentials, String tenant) {
    this(store, generation, credentials, tenant, Optional.empty());
  }

  /** True where the other key is the same store for the same tenant, at no newer generation. */
  boolean replaces(ConnectionKey other) {
    return store.equals(other.store)
        && tenant.equals(other.tenant)
        && other.generation <= generation
        && !equals(other);
  }
}
