package dev.keyturn.operator.provider.vault;

import java.util.Optional;

/** How to log in. The constants name the credentials that a method takes. */
public sealed interface VaultAuth {
  /** Credential of {@link Token}. */
  String TOKEN = "token";

  /** Credential of {@link AppRole}, where its record holds no role id. */
  String ROLE_ID = "roleId";

  /** Credential of {@link AppRole}. */
  String SECRET_ID = "secretId";

  /** Credential of {@link Kubernetes}; without it a token is asked of the token source. */
  String JWT = "jwt";

  /** A token made by somebody else: renewed, never revoked. */
  record Token() implements VaultAuth {}

  /**
   * An AppRole.
   *
   * @param path mount of the auth method
   * @param roleId the role id, where it is not secret
   */
  record AppRole(String path, Optional<String> roleId) implements VaultAuth {}

  /**
   * A ServiceAccount token.
   *
   * @param mountPath mount of the auth method
   * @param audience of the token that is asked of the token source
   */
  record Kubernetes(String mountPath, String role, String audience) implements VaultAuth {}
}
