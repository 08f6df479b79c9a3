package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Logins at Vault. */
final class VaultLogins {
  private final ObjectNode auth;
  private final Reach reach;
  private final Draft draft;

  VaultLogins(ObjectNode auth, Draft draft) {
    this.auth = auth;
    this.reach = draft.reach();
    this.draft = draft;
  }

  void appRole(Field login) {
    ObjectNode ours = auth.putObject("appRole");
    login.copy(ours, "path", "roleId");
    if (!ours.has("roleId")) {
      reach.key(login, ours, "roleRef", "");
    } else if (login.member("roleRef").isThere()) {
      login.member("roleRef").unneeded("roleId says it");
    }
    required(login, ours, "secretRef", "");
  }

  void kubernetes(Field login) {
    ObjectNode ours = auth.putObject("kubernetes");
    login.copy(ours, "mountPath", "role");
    Field account = login.member("serviceAccountRef");
    if (account.isThere()) {
      put(ours, reach.account(account));
      if (!account.member("audiences").isThere()) {
        account.check(
            "the token is for the audience vault, and not for the API server as well: let the role"
                + " take it, or name audiences");
      }
      if (login.member("secretRef").isThere()) {
        login.member("secretRef").unneeded("serviceAccountRef says it");
      }
    } else if (login.member("secretRef").isThere()) {
      required(login, ours, "secretRef", "token");
    } else {
      login.refused(
          "it logs in as the operator itself: name a ServiceAccount that the role takes, in"
              + " serviceAccountRef");
    }
  }

  void jwt(Field login) {
    ObjectNode ours = auth.putObject("jwt");
    login.copy(ours, "path", "role");
    if (!login.member("role").isThere()) {
      login.member("role").refused("a login by JWT needs its role");
    }
    Field token = login.member("kubernetesServiceAccountToken");
    if (!token.isThere()) {
      required(login, ours, "secretRef", "");
      return;
    }
    ObjectNode account = reach.account(token.member("serviceAccountRef"));
    put(ours.putObject("kubernetesServiceAccountToken"), account);
    Field audiences = token.member("audiences");
    if (account != null && audiences.isThere() && !account.has("audiences")) {
      account.set("audiences", audiences.value());
      audiences.translated("serviceAccountRef.audiences");
    } else if (audiences.isThere()) {
      audiences.unneeded("serviceAccountRef.audiences says it");
    }
    if (token.member("expirationSeconds").isThere()) {
      token.member("expirationSeconds").unneeded("a token lives ten minutes");
    }
  }

  void certificate(Field login) {
    ObjectNode ours = auth.putObject("cert");
    login.copy(ours, "path", "vaultRole");
    required(login, ours, "clientCert", "tls.crt");
    required(login, ours, "secretRef", "tls.key");
  }

  void password(Field login, String name) {
    ObjectNode ours = auth.putObject(name);
    login.copy(ours, "path", "username");
    required(login, ours, "secretRef", "");
  }

  void aws(Field login) {
    ObjectNode ours = auth.putObject("iam");
    login.copy(ours, "path", "vaultRole", "region", "vaultAwsIamServerID");
    AwsBackend.identity(login, ours, draft, login.member("role"));
    if (login.member("externalID").isThere()) {
      login.member("externalID").refused("a login has no role to assume");
    }
  }

  void google(Field login) {
    ObjectNode ours = auth.putObject("gcp");
    login.copy(ours, "path", "role");
    for (String name : new String[] {"projectID", "location"}) {
      if (login.member(name).isThere()) {
        login.member(name).unneeded("the login is signed for the service account alone");
      }
    }
    if (login.member("serviceAccountRef").isThere()) {
      login.member("serviceAccountRef").refused("name it in workloadIdentity.serviceAccountRef");
    }
    GoogleBackend.identity(login, ours, draft);
  }

  private void required(Field login, ObjectNode ours, String name, String usual) {
    ObjectNode key = reach.key(login.member(name), usual);
    if (key != null) {
      ours.set(name, key);
    }
  }

  private static void put(ObjectNode into, @Nullable ObjectNode account) {
    if (account != null) {
      into.set("serviceAccountRef", account);
    }
  }
}
