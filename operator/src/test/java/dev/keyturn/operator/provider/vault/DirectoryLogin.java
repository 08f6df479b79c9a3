package dev.keyturn.operator.provider.vault;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.provider.testkit.DirectoryServer;

/** The login {@code ldap} of a real server, which asks a directory. */
final class DirectoryLogin {
  /** The group whose people may what the policy {@code shop} says. */
  static final String GROUP = "readers";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RealVault vault;
  private final String mount;

  private DirectoryLogin(RealVault vault, String mount) {
    this.vault = vault;
    this.mount = mount;
  }

  /** Sets the mount up; people of {@link #GROUP} get the policy {@code shop}. */
  static DirectoryLogin enable(RealVault vault, String mount, DirectoryServer directory) {
    vault.admin("POST", "sys/auth/" + mount, "{\"type\":\"ldap\"}");
    vault.admin(
        "POST",
        "auth/" + mount + "/config",
        JSON.createObjectNode()
            .put("url", directory.uri().toString())
            .put("certificate", directory.authorityPem())
            .put("binddn", DirectoryServer.SEARCHER)
            .put("bindpass", DirectoryServer.SEARCHER_PASSWORD)
            .put("userdn", DirectoryServer.PEOPLE)
            .put("userattr", "uid")
            .put("groupdn", DirectoryServer.GROUPS)
            .put("groupfilter", "(member={{.UserDN}})")
            .put("groupattr", "cn")
            .put("token_ttl", "1h")
            .put("token_max_ttl", "2h")
            .toString());
    DirectoryLogin login = new DirectoryLogin(vault, mount);
    login.policies("groups/" + GROUP);
    return login;
  }

  /** Gives one person the policy {@code shop}, whatever its groups. */
  void user(String uid) {
    policies("users/" + uid);
  }

  private void policies(String whose) {
    vault.admin("POST", "auth/" + mount + "/" + whose, "{\"policies\":\"shop\"}");
  }

  VaultAuth of(String uid) {
    return new VaultAuth.Ldap(mount, uid);
  }
}
