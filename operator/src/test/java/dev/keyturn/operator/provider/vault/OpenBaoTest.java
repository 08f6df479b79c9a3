package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.newest;
import static dev.keyturn.operator.provider.vault.VaultFixture.text;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.OnBackend;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cases of both servers, and the namespaces that only OpenBao has for everybody. */
@OnBackend(Backend.OPENBAO)
class OpenBaoTest extends RealServerCases {
  OpenBaoTest() {
    super(VaultServer.OPENBAO);
  }

  /** A login in the parent or, where it is the same, in the namespace of the data. */
  private ProviderClient client(Optional<String> loginNamespace, VaultAuth auth, String secret) {
    return client(
        new VaultConfig(
            vault().uri(), "kv", KeyValueVersion.V2, Optional.of("shop"), loginNamespace, auth),
        Map.of(VaultAuth.PASSWORD, secret, VaultAuth.TOKEN, secret));
  }

  @Test
  void aNamespaceHasValuesAndLoginsOfItsOwn() {
    vault().admin("POST", "secret/data/app", "{\"data\":{\"of\":\"root\"}}");
    vault().admin("POST", "sys/namespaces/shop", "{}");
    vault()
        .admin("POST", "shop/sys/mounts/kv", "{\"type\":\"kv\",\"options\":{\"version\":\"2\"}}");
    vault().admin("POST", "shop/kv/data/app", "{\"data\":{\"of\":\"shop\"}}");
    vault().admin("POST", "shop/sys/auth/userpass", "{\"type\":\"userpass\"}");
    vault().admin("POST", "shop/sys/policies/acl/kv", policy());
    vault()
        .admin(
            "POST",
            "shop/auth/userpass/users/bot",
            "{\"password\":\"p\",\"token_policies\":[\"kv\"]}");
    VaultAuth user = new VaultAuth.UserPass("userpass", "bot");

    try (ProviderClient own = client(Optional.empty(), user, "p");
        ProviderClient parent = client(Optional.of("root"), new VaultAuth.Token(), "root");
        ProviderClient elsewhere = client(Optional.of("root"), user, "p")) {
      assertThat(read(own)).isEqualTo("{\"of\":\"shop\"}");
      assertThat(read(parent)).isEqualTo("{\"of\":\"shop\"}");
      assertThat(failure(elsewhere.login(ample())).kind()).isEqualTo(FailureClass.AuthFailed);
      assertThat(accounts(own)).containsExactly("shop");
      assertThat(accounts(parent)).containsExactlyInAnyOrder("shop", "root");
    }
  }

  private static Set<String> accounts(ProviderClient client) {
    return value(client.accounts(value(client.login(ample())), ample()));
  }

  private static String policy() {
    return "{\"policy\":\"path \\\"kv/data/*\\\" { capabilities = [\\\"read\\\"] }\"}";
  }

  private static String read(ProviderClient client) {
    Session session = value(client.login(ample()));
    return text(value(client.read(newest("app"), new Call(session, ample(), "audit-1"))));
  }
}
