package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A request to the server; paths in it are encoded. It owns none of the secrets it names. */
sealed interface VaultOperation {

  /** {@code GET sys/health}. */
  record Health() implements VaultOperation {}

  /** {@code GET auth/token/lookup-self}. */
  record LookupSelf(SecretBytes token, Optional<String> namespace) implements VaultOperation {}

  /** {@code POST auth/token/renew-self}, by the token's own period. */
  record RenewSelf(SecretBytes token, Optional<String> namespace) implements VaultOperation {}

  /** {@code POST auth/token/revoke-self}. */
  record RevokeSelf(SecretBytes token, Optional<String> namespace) implements VaultOperation {}

  /** {@code POST auth/<path>/login} with a role id and a secret id. */
  record AppRoleLogin(
      String path, SecretBytes roleId, SecretBytes secretId, Optional<String> namespace)
      implements VaultOperation {}

  /** {@code POST auth/<path>/login} with a role and a ServiceAccount token. */
  record KubernetesLogin(String path, String role, SecretBytes jwt, Optional<String> namespace)
      implements VaultOperation {}

  /** {@code POST <path>} without a token, with a JSON object as its body: every other login. */
  record Login(String path, SecretBytes body, Optional<String> namespace)
      implements VaultOperation {}

  /** {@code GET <path>}: asks an engine for a lease. */
  record Fetch(String path, SecretBytes token, Optional<String> namespace, String auditId)
      implements VaultOperation {}

  /** {@code POST <path>}, with a JSON object as its body. */
  record Submit(
      String path, SecretBytes body, SecretBytes token, Optional<String> namespace, String auditId)
      implements VaultOperation {}

  /** {@code GET sys/internal/ui/mounts/<mount>}, which needs some right on the mount. */
  record Mount(String mount, SecretBytes token, Optional<String> namespace)
      implements VaultOperation {}

  /** {@code GET <mount>/<key>}; Vault writes the audit id to its own audit log. */
  record ReadV1(
      String mount, String key, SecretBytes token, Optional<String> namespace, String auditId)
      implements VaultOperation {}

  /** {@code LIST} of a folder of version 1 or of the metadata of version 2; empty for the root. */
  record ListNames(
      String mount,
      boolean metadata,
      String folder,
      SecretBytes token,
      Optional<String> namespace,
      String auditId)
      implements VaultOperation {}

  /** {@code GET <mount>/data/<key>}; without a version the newest. */
  record ReadV2(
      String mount,
      String key,
      OptionalInt version,
      SecretBytes token,
      Optional<String> namespace,
      String auditId)
      implements VaultOperation {}

  /** {@code GET <mount>/metadata/<key>}: versions and custom_metadata, without a value. */
  record MetadataV2(
      String mount, String key, SecretBytes token, Optional<String> namespace, String auditId)
      implements VaultOperation {}

  /**
   * {@code POST <mount>/data/<key>} that works only while the newest version is {@code cas}; 0 for
   * none.
   *
   * @param data a JSON object
   */
  record WriteV2(
      String mount,
      String key,
      long cas,
      SecretBytes data,
      SecretBytes token,
      Optional<String> namespace,
      String auditId)
      implements VaultOperation {}

  /** {@code POST <mount>/metadata/<key>}: replaces custom_metadata and nothing else. */
  record TagV2(
      String mount,
      String key,
      Map<String, String> tags,
      SecretBytes token,
      Optional<String> namespace,
      String auditId)
      implements VaultOperation {}

  /**
   * {@code POST <mount>/<change>/<key>} for one version. The documentation names PUT for {@code
   * destroy}; the servers take both for the same.
   */
  record ChangeV2(
      VersionChange change,
      String mount,
      String key,
      long version,
      SecretBytes token,
      Optional<String> namespace,
      String auditId)
      implements VaultOperation {}

  /** What can be done to one version. */
  enum VersionChange {
    DELETE("delete"),
    UNDELETE("undelete"),
    DESTROY("destroy");

    private final String path;

    VersionChange(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }
  }
}
