package dev.keyturn.cli.migrate.eso;

import org.jspecify.annotations.Nullable;

/**
 * A store of External Secrets, as its syncs have to know it.
 *
 * @param kind {@code SecretStore} or {@code ClusterSecretStore}
 * @param namespace null for one of the cluster, and where the manifest names none
 * @param provider its name in External Secrets
 * @param service of AWS; else empty
 * @param mount of Vault; null for others, and where there is none
 * @param refused whether it is left as it is
 */
record KnownStore(
    String kind,
    @Nullable String namespace,
    String name,
    String provider,
    String service,
    @Nullable VaultMount mount,
    boolean refused) {

  static final String CLUSTER_WIDE = "ClusterSecretStore";

  boolean isMeant(String otherKind, String otherName, @Nullable String from) {
    return kind.equals(otherKind)
        && name.equals(otherName)
        && (kind.equals(CLUSTER_WIDE)
            || namespace == null
            || from == null
            || namespace.equals(from));
  }

  /** Whether a sync can write to it. */
  boolean canBePushedTo() {
    return !provider.equals("webhook") && (mount == null || mount.version().equals("v2"));
  }

  /** Whether it refuses the second of two writers, so that values can be generated there. */
  boolean canGenerate() {
    return switch (provider) {
      case "vault" -> canBePushedTo();
      case "aws" -> service.equals("SecretsManager");
      default -> provider.equals("kubernetes");
    };
  }

  /**
   * The key as ours are, from the field of this name; refused where there is none.
   *
   * @param reference what has the field
   * @param field {@code key}, or {@code remoteKey}
   */
  String key(Field reference, String field) {
    Field written = reference.member(field);
    String text = written.text("");
    if (mount != null) {
      String key = mount.key(text);
      if (!mount.named() && !text.replaceAll("^/+", "").startsWith(mount.path() + "/")) {
        written.refused("it does not begin with the mount " + mount.path());
      }
      return key;
    }
    if (provider.equals("azurekv")) {
      if (text.startsWith("key/") || text.startsWith("cert/")) {
        written.refused(
            "only secrets of a vault are read; a certificate has a secret of the same name");
      }
      return text.replaceFirst("^secret/", "");
    }
    return text;
  }

  /** The version as ours are; null for the newest. */
  @Nullable String version(Field reference) {
    String text = reference.member("version").text();
    if (text == null) {
      return null;
    }
    if (provider.equals("gcpsm") && text.equals("latest")) {
      return null;
    }
    if (!provider.equals("aws")) {
      return text;
    }
    if (service.equals("ParameterStore")) {
      if (!text.matches("[0-9]+")) {
        reference.member("version").refused("a parameter's version is a number, no label");
      }
      return text;
    }
    return text.startsWith("uuid/") ? text.substring("uuid/".length()) : "stage/" + text;
  }
}
