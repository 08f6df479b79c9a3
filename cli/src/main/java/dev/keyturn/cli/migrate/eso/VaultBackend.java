package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Vault and OpenBao. Source: apis/externalsecrets/v1/secretstore_vault_types.go and
 * providers/v1/vault of External Secrets.
 */
final class VaultBackend {
  private static final String OPENBAO_LOGINS = "appRole, kubernetes, tokenSecretRef and others";

  private VaultBackend() {}

  /**
   * Writes the provider.
   *
   * @param guessed the mount of the keys, for a store without {@code path}
   * @return the mount of the key-value engine, or null where there is none
   */
  static @Nullable VaultMount translate(Field from, Draft draft, Optional<String> guessed) {
    ObjectNode vault = draft.provider("vault");
    Field server = from.member("server");
    Draft.address(server);
    vault.put("server", server.text(""));
    VaultMount mount = mount(from, guessed);
    if (mount != null) {
      vault.put("path", mount.path()).put("version", mount.version());
    }
    from.copy(vault, "namespace");
    login(from.member("auth"), vault, draft);
    from.copy(vault, "headers");
    clientCertificate(from.member("tls"), vault, draft.reach());
    if (from.member("readYourWrites").isTrue()) {
      from.copy(vault, "readYourWrites");
    }
    inconsistent(from, vault);
    Field checkAndSet = from.member("checkAndSet");
    if (checkAndSet.isThere()) {
      checkAndSet.unneeded("every write is one by check-and-set");
    }
    draft.authority(from);
    return mount;
  }

  private static @Nullable VaultMount mount(Field from, Optional<String> guessed) {
    String version = from.member("version").text("v2");
    Field path = from.member("path");
    if (path.isThere()) {
      String written = path.text("").replaceAll("^/+|/+$", "");
      return new VaultMount(
          version.equals("v2") ? written.replaceFirst("/data$", "") : written, version, true);
    }
    return guessed.map(it -> new VaultMount(it, version, false)).orElse(null);
  }

  private static void login(Field auth, ObjectNode vault, Draft draft) {
    if (!auth.isThere()) {
      auth.refused("External Secrets logs in as itself, or not at all: name a login");
      return;
    }
    ObjectNode ours = vault.putObject("auth");
    Reach reach = draft.reach();
    auth.copy(ours, "namespace");
    reach.key(auth, ours, "tokenSecretRef", "");
    VaultLogins logins = new VaultLogins(ours, draft);
    for (String name : auth.names()) {
      Field login = auth.member(name);
      switch (name) {
        case "appRole" -> logins.appRole(login);
        case "kubernetes" -> logins.kubernetes(login);
        case "jwt" -> logins.jwt(login);
        case "cert" -> logins.certificate(login);
        case "userPass", "ldap" -> logins.password(login, name);
        case "iam" -> logins.aws(login);
        case "gcp" -> logins.google(login);
        case "namespace", "tokenSecretRef" -> {
          // Set above.
        }
        default -> login.refused("there is no such login: choose " + OPENBAO_LOGINS);
      }
    }
  }

  private static void clientCertificate(Field tls, ObjectNode vault, Reach reach) {
    if (!tls.isThere()) {
      return;
    }
    ObjectNode certificate = reach.key(tls.member("certSecretRef"), "tls.crt");
    ObjectNode key = reach.key(tls.member("keySecretRef"), "tls.key");
    if (certificate != null && key != null) {
      ObjectNode ours = vault.putObject("tls");
      ours.set("certSecretRef", certificate);
      ours.set("keySecretRef", key);
    }
  }

  private static void inconsistent(Field from, ObjectNode vault) {
    Field forward = from.member("forwardInconsistent");
    if (!forward.isTrue()) {
      return;
    }
    if (from.member("readYourWrites").isTrue()) {
      from.copy(vault, "forwardInconsistent");
    } else {
      forward.unneeded("it does nothing without readYourWrites");
    }
  }
}
