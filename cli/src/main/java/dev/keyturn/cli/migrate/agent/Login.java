package dev.keyturn.cli.migrate.agent;

import org.jspecify.annotations.Nullable;

/**
 * How the agent of a pod reaches Vault.
 *
 * @param namespace of Vault, or null
 * @param mountPath of the Kubernetes login, without {@code auth/}
 * @param authority null where the machine's are enough
 * @param client the certificate of every connection, or null
 */
record Login(
    String server,
    @Nullable String namespace,
    String mountPath,
    String role,
    String serviceAccount,
    @Nullable Authority authority,
    @Nullable Client client) {

  /** Where a certificate authority is kept: a Secret or a ConfigMap. */
  record Authority(String type, String name, String key) {}

  /** Where a client certificate and its key are kept. */
  record Client(String secret, String certificate, String key) {}
}
