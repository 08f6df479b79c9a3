package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.newest;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.proof.Proves;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests carry beside what they ask. */
class VaultHeadersTest {
  private final VaultFixture fixture = new VaultFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private VaultConfig config(RequestHeaders headers) {
    return new VaultConfig(
        fixture.vault.uri(),
        "secret",
        KeyValueVersion.V2,
        Optional.of("data"),
        Optional.of("login"),
        new VaultAuth.UserPass("userpass", FakeLogins.USER),
        headers,
        false);
  }

  private ProviderClient client(RequestHeaders headers) {
    return fixture.client(config(headers), Map.of(VaultAuth.PASSWORD, FakeLogins.PASSWORD));
  }

  private List<String> sent(String header) {
    return fixture.vault.server().requests().stream()
        .map(ScriptedServer.Seen::headers)
        .map(headers -> headers.getOrDefault(header, "-"))
        .toList();
  }

  /** An answer of a server whose storage has got so far. */
  private void nextWithIndex(@Nullable String index) {
    fixture.next((request, peer) ->
        peer.answer(
            404, index == null ? "" : "X-Vault-Index: " + index + "\r\n", "{\"errors\":[]}"));
  }

  private static String index(String cluster, long local, long replicated) {
    return Base64.getEncoder()
        .encodeToString("v1:%s:%d:%d:mac".formatted(cluster, local, replicated).getBytes(UTF_8));
  }

  private void reads(ProviderClient client, @Nullable String... indexes) {
    for (String index : indexes) {
      nextWithIndex(index);
      client.read(newest("app"), VaultFixture.call());
    }
  }

  @Test
  @Proves("P009")
  void theStoresOwnHeadersGoWithEveryRequestOfALife() {
    fixture.vault.keyValue.put("app", "{\"k\":\"v\"}");
    try (ProviderClient client =
        client(new RequestHeaders(Map.of("X-Team", "shop 1"), false, false))) {
      value(client.probe(ample()));
      Session session = value(client.login(ample()));
      value(client.read(newest("app"), new Call(session, ample(), "a"))).payload().close();
      value(client.renew(session, ample()));
      value(client.revoke(session, ample()));
    }
    assertThat(sent("x-team")).hasSize(5).containsOnly("shop 1");
    assertThat(sent("x-vault-index")).containsOnly("-");
    assertThat(sent("x-vault-inconsistent")).containsOnly("-");
  }

  @Test
  @Proves("P009")
  void theLoginHasANamespaceOfItsOwn() {
    fixture.vault.keyValue.put("app", "{\"k\":\"v\"}");
    try (ProviderClient client = client(RequestHeaders.NONE)) {
      Session session = value(client.login(ample()));
      value(client.read(newest("app"), new Call(session, ample(), "a"))).payload().close();
      value(client.renew(session, ample()));
      value(client.revoke(session, ample()));
    }
    assertThat(sent("x-vault-namespace")).containsExactly("login", "data", "login", "login");
  }

  @Test
  @Proves("P009")
  void theNewestIndexGoesBack() {
    String first = index("c", 5, 1);
    String second = index("c", 7, 1);
    try (ProviderClient client = client(new RequestHeaders(Map.of(), true, false))) {
      reads(client, first, second, first, null, null);
    }
    assertThat(sent("x-vault-index")).containsExactly("-", first, second, second, second);
    assertThat(sent("x-vault-inconsistent")).containsOnly("-");
  }

  @Test
  void anotherClusterStartsAnew() {
    String old = index("old", 9, 9);
    String young = index("young", 1, 1);
    try (ProviderClient client = client(new RequestHeaders(Map.of(), true, false))) {
      reads(client, old, young, null);
    }
    assertThat(sent("x-vault-index")).containsExactly("-", old, young);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kt-canary", "djE6", "AAAA", "djE6YzphOmI6bQ=="})
  void whatIsNoIndexIsNotRepeated(String header) {
    try (ProviderClient client = client(new RequestHeaders(Map.of(), true, false))) {
      reads(client, header, null);
    }
    assertThat(sent("x-vault-index")).containsExactly("-", "-");
  }

  @Test
  void aNodeThatLagsBehindMayBeAskedToForward() {
    try (ProviderClient client = client(new RequestHeaders(Map.of(), true, true))) {
      reads(client, index("c", 5, 1), null);
    }
    assertThat(sent("x-vault-inconsistent"))
        .containsExactly("forward-active-node", "forward-active-node");
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, must not have Authorization",
    "x-vault-token, must not have x-vault-token",
    "X-Vault-Index, must not have X-Vault-Index",
    "Host, must not have Host",
    "'X Team', must not have a name that is no header's"
  })
  void aHeaderThatIsNotTheStoresIsRefused(String name, String cause) {
    assertThat(VaultFixture.FACTORY.check(config(headers(name, "shop"))))
        .containsExactly(new ConfigProblem("provider.vault.headers", FailureDetail.FIELD, cause));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " shop", "shop\r\nX-Vault-Token: x", "straße"})
  void aValueThatIsNoHeadersIsRefused(String text) {
    assertThat(VaultFixture.FACTORY.check(config(headers("X-Team", text))))
        .containsExactly(
            new ConfigProblem(
                "provider.vault.headers",
                FailureDetail.FIELD,
                "has a value of X-Team that is not visible ASCII"));
  }

  private static RequestHeaders headers(String name, String text) {
    return new RequestHeaders(Map.of(name, text), false, false);
  }
}
