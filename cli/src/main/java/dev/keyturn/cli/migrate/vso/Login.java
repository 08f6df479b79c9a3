package dev.keyturn.cli.migrate.vso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a VaultAuth, its VaultAuthGlobal and its VaultConnection say together.
 *
 * @param name the stores are named after it
 * @param home the namespace of the VaultAuth
 * @param authority the Secret with the certificate authorities, or null for the system's
 * @param timeout of a request, or null for the usual one
 * @param namespace of Vault, of the login and of what says no other; or null
 * @param method as a VaultAuth calls it
 * @param auth as it stands in a store
 * @param ofServiceAccount whether each namespace has the ServiceAccount, and no Secret is needed
 * @param saidBy the objects that it was read from
 * @param allowed the namespaces of the cluster that may use it beside its own; {@code *} for all
 */
record Login(
    String name,
    @Nullable String home,
    String server,
    @Nullable Authority authority,
    Map<String, String> headers,
    @Nullable String timeout,
    @Nullable String namespace,
    String method,
    ObjectNode auth,
    boolean ofServiceAccount,
    List<Resource> saidBy,
    List<String> allowed) {

  /** Whether the operator lets objects of a namespace use it. */
  boolean lets(@Nullable String user) {
    return Objects.equals(user, home)
        || allowed.contains("*")
        || (user != null && allowed.contains(user));
  }

  /** Whether tokens are shown to Vault whose audience we chose. */
  boolean isOfOurAudience() {
    return ofServiceAccount && auth.findValue("audiences") == null;
  }

  /** A Secret that holds certificate authorities at {@code ca.crt}. */
  record Authority(@Nullable String namespace, String name) {}
}
