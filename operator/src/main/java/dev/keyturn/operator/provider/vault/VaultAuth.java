package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.CloudCaller;
import java.util.Optional;

/** How to log in. The constants name the credentials that a method takes. */
public sealed interface VaultAuth {
  /** Credential of {@link Token}. */
  String TOKEN = "token";

  /** Credential of {@link AppRole}, where its record holds no role id. */
  String ROLE_ID = "roleId";

  /** Credential of {@link AppRole}. */
  String SECRET_ID = "secretId";

  /**
   * Credential of {@link Kubernetes} and {@link Jwt}; without it a token is asked of the token
   * source.
   */
  String JWT = "jwt";

  /** Credential of {@link UserPass} and {@link Ldap}. */
  String PASSWORD = "password";

  /** Credential of {@link Iam}. */
  String ACCESS_KEY_ID = "accessKeyID";

  /** Credential of {@link Iam}. */
  String SECRET_ACCESS_KEY = "secretAccessKey";

  /** Credential of {@link Iam}, only where the keys are temporary ones. */
  String SESSION_TOKEN = "sessionToken";

  /** Credential of {@link Gcp}: the JSON file that Google hands out. */
  String SERVICE_ACCOUNT_KEY = "serviceAccountKey";

  /** The method's name, as the spec and the metrics call it. */
  default String method() {
    return switch (this) {
      case Token token -> "token";
      case AppRole appRole -> "appRole";
      case Kubernetes kubernetes -> "kubernetes";
      case Jwt jwt -> "jwt";
      case Certificate certificate -> "cert";
      case UserPass userPass -> "userPass";
      case Ldap ldap -> "ldap";
      case Iam iam -> "iam";
      case Gcp gcp -> "gcp";
    };
  }

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

  /**
   * A JWT of an issuer that the mount believes.
   *
   * @param path mount of the auth method
   * @param audience of the token that is asked of the token source
   */
  record Jwt(String path, String role, String audience) implements VaultAuth {}

  /**
   * The client certificate that the HTTP client shows in TLS.
   *
   * @param path mount of the auth method
   * @param role empty for the first that the certificate fits
   */
  record Certificate(String path, Optional<String> role) implements VaultAuth {}

  /**
   * A user whom Vault keeps.
   *
   * @param path mount of the auth method
   */
  record UserPass(String path, String username) implements VaultAuth {}

  /**
   * A user of a directory that Vault asks.
   *
   * @param path mount of the auth method
   */
  record Ldap(String path, String username) implements VaultAuth {}

  /**
   * Whoever signs a request to AWS's security token service (STS).
   *
   * @param path mount of the auth method
   * @param region whose STS it is; empty for the address of all regions
   * @param serverId what the mount wants to find among the signed headers; empty for nothing
   * @param caller who signs; empty for the keys among the credentials
   */
  record Iam(
      String path,
      String role,
      Optional<String> region,
      Optional<String> serverId,
      Optional<CloudCaller.Aws> caller)
      implements VaultAuth {}

  /**
   * A service account of Google Cloud. Roles of type {@code iam} take what it signs, those of type
   * {@code gce} only what the metadata server of a machine says.
   *
   * @param path mount of the auth method
   * @param caller who signs; empty for the key among the credentials
   */
  record Gcp(String path, String role, Optional<CloudCaller.Google> caller) implements VaultAuth {

    /** What the mount wants as the audience of a JWT for this role. */
    public static String audience(String role) {
      return "vault/" + role;
    }
  }
}
