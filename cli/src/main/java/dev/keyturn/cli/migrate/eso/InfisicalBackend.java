package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Infisical. Source: apis/externalsecrets/v1/secretsstore_infisical_types.go of External Secrets.
 */
final class InfisicalBackend {
  private InfisicalBackend() {}

  static void translate(Field from, Draft draft) {
    ObjectNode infisical = draft.provider("infisical");
    Field host = from.member("hostAPI");
    if (host.isThere()) {
      Draft.address(host);
      String ours = host.text("").replaceFirst("/api/?$", "");
      infisical.put("hostAPI", ours);
      host.translated("hostAPI, without /api at its end");
    }
    login(from.member("auth"), infisical.putObject("auth"), draft.reach());
    scope(from.member("secretsScope"), infisical.putObject("secretsScope"));
    draft.authority(from);
  }

  private static void login(Field auth, ObjectNode ours, Reach reach) {
    for (String name : auth.names()) {
      Field login = auth.member(name);
      switch (name) {
        case "universalAuthCredentials" -> {
          ObjectNode keys = ours.putObject(name);
          reach.key(login, keys, "clientId", "");
          reach.key(login, keys, "clientSecret", "");
        }
        case "tokenAuthCredentials" -> reach.key(login, ours.putObject(name), "accessToken", "");
        case "kubernetesAuthCredentials" ->
            login.refused(
                "it logs in as the operator itself: write identityId and the serviceAccountRef of"
                    + " a ServiceAccount that the identity trusts");
        default ->
            login.refused(
                "logins are universalAuthCredentials, kubernetesAuthCredentials and"
                    + " tokenAuthCredentials");
      }
    }
    if (!auth.isThere()) {
      auth.refused("name a login");
    }
  }

  private static void scope(Field from, ObjectNode ours) {
    from.copy(ours, "projectSlug", "environmentSlug");
    from.copyUnless(ours, "secretsPath", "/");
    if (from.member("recursive").isTrue()) {
      from.copy(ours, "recursive");
    }
    Field expands = from.member("expandSecretReferences");
    if (expands.isThere() && !expands.isTrue()) {
      ours.put("expandSecretReferences", false);
    }
  }
}
