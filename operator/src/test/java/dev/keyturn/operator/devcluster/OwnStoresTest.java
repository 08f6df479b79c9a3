package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What scopes let the SecretStores of their namespaces be. */
@Proves("N22")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnStoresTest {
  private final ScriptedVault vault = new ScriptedVault();
  private final ScriptedVault other = new ScriptedVault();
  private final ScriptedVault enterprise = new ScriptedVault();
  private final House house = new House();
  private int namespaces;

  OwnStoresTest() {
    vault.holds("db", "{\"password\":\"one\"}");
    other.holds("db", "{\"password\":\"elsewhere\"}");
    enterprise.holds("db", "{\"password\":\"one\"}");
    enterprise.tokensOf("team-shop/");
    house.allowEndpoints(vault.url(), other.url(), enterprise.url());
    house.restart();
  }

  @AfterAll
  void close() {
    house.close();
    vault.close();
    other.close();
    enterprise.close();
  }

  private String namespace() {
    String namespace = "tenant-" + ++namespaces;
    house.namespace(namespace);
    house.secret(namespace, "vault-token", Map.of("token", "hvs." + namespace));
    return namespace;
  }

  private void store(String namespace, String name, String server) {
    store(namespace, name, server, "");
  }

  private void store(String namespace, String name, String server, String more) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %2$s, namespace: %1$s}
        spec:
          retry: {maxAttempts: 1}
          provider:
            vault:
              server: %3$s
              auth: {tokenSecretRef: {name: vault-token, key: token}}
              %4$s
        """,
        namespace, name, server, more);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void sync(String namespace, String name, String store) {
    sync(namespace, name, store, "db");
  }

  private void sync(String namespace, String name, String store, String key) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %2$s, namespace: %1$s}
        spec:
          secretStoreRef: {name: %3$s}
          refreshInterval: 10m
          dataFrom: [{extract: {key: %4$s}}]
        """,
        namespace, name, store, key);
  }

  /** A namespace whose sync has worked once, before any scope names it. */
  private String synced() {
    String namespace = namespace();
    store(namespace, "store", vault.url());
    sync(namespace, "db", "store");
    house.awaitData(namespace, "db", Map.of("password", "one"));
    assertThat(reads(namespace)).isPositive();
    return namespace;
  }

  private void scope(String namespace, String more) {
    scope(namespace, namespace, more);
  }

  private void scope(String name, String namespace, String more) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: %s}
        spec:
          tenant: shop
          namespaces: {names: [%s]}
          %s
        """,
        name, namespace, more);
  }

  private void unscope(String name) {
    house.client.resources(TenantSecretScope.class).withName(name).delete();
  }

  private void assertWorks(String namespace) {
    house.awaitStore(namespace, "store", "True/Valid");
    house.awaitSynced(namespace, "db");
  }

  /** Denied for this reason, the target kept, and the backends left alone from then on. */
  private void assertDenied(String namespace, String detail) {
    house.awaitStore(namespace, "store", "False/ScopeDenied");
    house.awaitCondition(namespace, "db", "Stalled", "True/ScopeDenied");
    house.awaitCondition(namespace, "db", "ScopeAllowed", "False/ScopeDenied");
    assertThat(house.storeCondition(namespace, "store", "Stalled")).isEqualTo("True/ScopeDenied");
    house
        .await()
        .untilAsserted(() -> assertThat(house.error(namespace, "db").detail()).isEqualTo(detail));
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("password", "one"));
    long reads = reads(namespace);
    house.time.advance(Duration.ofMinutes(11));
    house.await().until(() -> house.passesUnderWay() == 0);
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("password", "one"));
    assertThat(reads(namespace)).isEqualTo(reads);
  }

  /** How often the value was asked for with the token of the namespace. */
  private long reads(String namespace) {
    return vault.requests().stream()
        .filter(request -> request.target().startsWith("/v1/secret/data/"))
        .filter(request -> ("hvs." + namespace).equals(request.headers().get("x-vault-token")))
        .count();
  }

  private String message(String namespace) {
    return Conditions.find(
            Objects.requireNonNull(house.storeNamed(namespace, "store").getStatus()).conditions(),
            Condition.READY)
        .orElseThrow()
        .message();
  }

  @Test
  void ownStoresAreClosedByTheFirstScopeUntilOneOpensThem() {
    String namespace = synced();
    scope(namespace, "");
    assertDenied(namespace, "store");
    scope(namespace, "ownStores: {allow: false}");
    assertDenied(namespace, "store");
    scope(namespace, "ownStores: {allow: true}");
    assertWorks(namespace);
    scope(namespace, "ownStores: {allow: false}");
    assertDenied(namespace, "store");
    unscope(namespace);
    assertWorks(namespace);
  }

  @Test
  void aNamespaceThatTheScopeNamesNoMoreIsFree() {
    String namespace = synced();
    scope(namespace, "");
    assertDenied(namespace, "store");
    scope(namespace, "no-such-namespace", "");
    assertWorks(namespace);
  }

  @Test
  void aPathListSaysWhatIsOpenOfItsStoreWithAndWithoutAllow() {
    String namespace = synced();
    String stores = "stores: [{kind: SecretStore, name: store, read: [%s]}]";
    scope(namespace, stores.formatted("db"));
    assertWorks(namespace);
    scope(namespace, stores.formatted("other"));
    house.awaitCondition(namespace, "db", "Stalled", "True/ScopeDenied");
    assertThat(house.error(namespace, "db").detail()).isEqualTo("path");
    house.awaitStore(namespace, "store", "True/Valid");
    scope(namespace, stores.formatted("other") + "\n  ownStores: {allow: true}");
    house.time.advance(Duration.ofMinutes(11));
    house.await().until(() -> house.passesUnderWay() == 0);
    house.awaitCondition(namespace, "db", "Stalled", "True/ScopeDenied");
    assertThat(house.error(namespace, "db").detail()).isEqualTo("path");
  }

  @Test
  void aStoreKeepsToTheAddressesOfItsScope() {
    String namespace = synced();
    scope(namespace, "ownStores: {allow: true, endpoints: ['%s']}".formatted(other.url()));
    assertDenied(namespace, "endpoint");
    assertThat(message(namespace))
        .contains("spec.provider.vault.server", "ownStores.endpoints")
        .doesNotContain(other.url());
    scope(namespace, "ownStores: {allow: true, endpoints: ['%s/eu']}".formatted(vault.url()));
    assertDenied(namespace, "endpoint");
    scope(
        namespace,
        "ownStores: {allow: true, endpoints: ['%s', '%s']}".formatted(other.url(), vault.url()));
    assertWorks(namespace);
  }

  @Test
  void aScopeOpensNoAddressThatTheOperatorDoesNotAllow() {
    String namespace = synced();
    try (ScriptedVault unlisted = new ScriptedVault()) {
      scope(
          namespace,
          "ownStores: {allow: true, endpoints: ['%s', '%s']}"
              .formatted(vault.url(), unlisted.url()));
      assertWorks(namespace);
      store(namespace, "store", unlisted.url());
      house.awaitStore(namespace, "store", "False/ConfigInvalid");
      assertThat(unlisted.requests()).isEmpty();
    }
  }

  @Test
  void aStoreThatMovesToAnotherAddressIsNotAskedThere() {
    String namespace = synced();
    scope(namespace, "ownStores: {allow: true, endpoints: ['%s']}".formatted(vault.url()));
    assertWorks(namespace);
    long before = other.requests().size();
    store(namespace, "store", other.url());
    assertDenied(namespace, "endpoint");
    assertThat(
            other.requests().stream()
                .skip(before)
                .filter(
                    request -> ("hvs." + namespace).equals(request.headers().get("x-vault-token"))))
        .isEmpty();
  }

  @Test
  void theNamespaceOfVaultIsComparedAfterTheLogin() {
    String namespace = synced();
    scope(namespace, "ownStores: {allow: true, accounts: {vault: [root]}}");
    assertWorks(namespace);
    scope(namespace, "ownStores: {allow: true, accounts: {vault: [team-shop]}}");
    assertDenied(namespace, "account");
    assertThat(message(namespace)).contains("spec.provider.vault", "ownStores.accounts");
    scope(namespace, "ownStores: {allow: true, accounts: {vault: [team-shop, root]}}");
    assertWorks(namespace);
  }

  @Test
  void bothTheNamespaceOfTheRequestsAndThatOfTheTokenCount() {
    String namespace = synced();
    scope(namespace, "ownStores: {allow: true, accounts: {vault: [team-shop]}}");
    store(namespace, "store", vault.url(), "namespace: team-shop");
    // This server knows no namespaces: its token is of the root, whatever the store says.
    assertDenied(namespace, "account");
    store(namespace, "store", enterprise.url(), "namespace: team-other");
    assertDenied(namespace, "account");
    store(namespace, "store", enterprise.url(), "namespace: team-shop/");
    assertWorks(namespace);
  }

  @Test
  void aBackendWhoseAccountsAreNotListedIsDenied() {
    String namespace = synced();
    scope(namespace, "ownStores: {allow: true, accounts: {aws: ['123456789012']}}");
    assertDenied(namespace, "account");
  }

  @Fault("D8")
  @Test
  void aReadThatIsUnderWayIsDroppedAndTheTargetKept() throws InterruptedException {
    for (String bounds :
        List.of("endpoints: ['%s']".formatted(other.url()), "accounts: {vault: [team-shop]}")) {
      vault.holds("slow", "{\"password\":\"one\"}");
      String namespace = namespace();
      store(namespace, "store", vault.url());
      sync(namespace, "db", "store", "slow");
      house.awaitData(namespace, "db", Map.of("password", "one"));
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch denied = new CountDownLatch(1);
      vault.answers(
          "slow",
          (request, peer) -> {
            asked.countDown();
            await(denied);
            peer.json(200, ScriptedVault.whole("{\"password\":\"two\"}"));
          });
      try {
        house.time.advance(Duration.ofMinutes(11));
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        scope(namespace, "ownStores: {allow: true, %s}".formatted(bounds));
        house.awaitStore(namespace, "store", "False/ScopeDenied");
      } finally {
        denied.countDown();
      }
      house.awaitCondition(namespace, "db", "Stalled", "True/ScopeDenied");
      assertThat(house.data(namespace, "db")).isEqualTo(Map.of("password", "one"));
      unscope(namespace);
    }
  }

  @Test
  void theBoundsHoldForAStoreThatAPathListOpens() {
    String namespace = synced();
    String stores = "stores: [{kind: SecretStore, name: store, read: [db]}]\n  ";
    scope(namespace, stores + "ownStores: {endpoints: ['%s']}".formatted(vault.url()));
    assertWorks(namespace);
    scope(namespace, stores + "ownStores: {endpoints: ['%s']}".formatted(other.url()));
    assertDenied(namespace, "endpoint");
    scope(namespace, stores + "ownStores: {accounts: {vault: [team-shop]}}");
    assertDenied(namespace, "account");
  }

  @Test
  void scopesAddUpButEachStoreFitsOneOfThemAsAWhole() {
    String namespace = synced();
    scope(
        namespace + "-a",
        namespace,
        "ownStores: {allow: true, endpoints: ['%s'], accounts: {vault: [team-shop]}}"
            .formatted(vault.url()));
    assertDenied(namespace, "account");
    // Neither the address of the one with the account of the other, nor the other way round.
    scope(
        namespace + "-b",
        namespace,
        "ownStores: {allow: true, endpoints: ['%s'], accounts: {vault: [root]}}"
            .formatted(other.url()));
    assertDenied(namespace, "account");
    scope(
        namespace + "-c",
        namespace,
        "ownStores: {allow: true, endpoints: ['%s'], accounts: {vault: [root]}}"
            .formatted(vault.url()));
    assertWorks(namespace);
    store(namespace, "second", other.url());
    house.awaitStore(namespace, "second", "True/Valid");
    unscope(namespace + "-c");
    assertDenied(namespace, "account");
    assertThat(house.storeCondition(namespace, "second", "Ready")).isEqualTo("True/Valid");
  }

  @Test
  void aSharedStoreIsNotBound() {
    String namespace = namespace();
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretStore
        metadata: {name: shared-%1$s}
        spec:
          provider:
            vault:
              server: %2$s
              auth: {tokenSecretRef: {name: vault-token, key: token, namespace: %1$s}}
        """,
        namespace, vault.url());
    scope(
        namespace,
        "stores: [{name: shared-%s, read: [db]}]\n  ownStores: {endpoints: ['%s']}"
            .formatted(namespace, other.url()));
    sync(namespace, "db", "shared-" + namespace + ", kind: ClusterSecretStore");
    house.awaitData(namespace, "db", Map.of("password", "one"));
  }
}
