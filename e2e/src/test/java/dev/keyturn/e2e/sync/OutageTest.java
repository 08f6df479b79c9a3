package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.CertificateAuthority;
import dev.keyturn.e2e.process.Relay;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.RealVault.Flaw;
import dev.keyturn.e2e.vault.VaultAccess;
import dev.keyturn.e2e.vault.VaultOptions;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A Vault that seals itself, forgets logins and comes back; its certificate is its own CA's. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {
  /** The first byte of a connection with TLS. */
  private static final int TLS_HANDSHAKE = 22;

  private final Map<Flaw, Relay> relays = new EnumMap<>(Flaw.class);
  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane cluster, Provision provision) {
    vault = RealVault.start(provision, VaultOptions.withTls());
    installation = Installation.enrolled(cluster, "outage");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    vault.access().readPolicy(mount, mount);
    vault.access().enableAppRole("approle");
    VaultAccess.AppRole role =
        vault.access().appRole("approle", "shop", Duration.ofSeconds(15), mount);
    shop.secret("approle", "secret-id", role.secretId());
    List<String> endpoints = new ArrayList<>(List.of("--endpoints-allow", vault.url().toString()));
    for (Flaw flaw : Flaw.values()) {
      Relay relay = Relay.to(vault.url().getPort());
      relays.put(flaw, relay);
      endpoints.addAll(List.of("--endpoints-allow", relay.url("https").toString()));
    }
    operator = installation.start("keyturn-0", endpoints.toArray(String[]::new));
    shop.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: vault}
        spec:
          caBundle: |
        %s
          provider:
            vault:
              server: %s
              path: %s
              auth: {appRole: {roleId: %s, secretRef: {name: approle, key: secret-id}}}
        """
            .formatted(
                vault.certificateAuthorityPem().indent(4).stripTrailing(),
                vault.url(),
                mount,
                role.roleId()));
    shop.awaitStore("vault", "True/Valid");
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
    relays.values().forEach(Relay::close);
    vault.close();
  }

  /** It is probed every two seconds here, moved by a fifth either way, in place of 15. */
  @Test
  @Fault(value = "V1", on = Fault.Tier.R, backends = Backend.VAULT)
  void whileItIsSealedTheSecretIsKeptAndAfterwardsItFollowsAgain() {
    List<String> names = IntStream.range(0, 6).mapToObj(i -> "sealed-" + i).toList();
    for (String name : names) {
      vault.keyValues().write(mount, name, Map.of("key", "before"));
      shop.apply(Manifests.extract(name, "vault", "10s", name));
      shop.awaitData(name, Map.of("key", "before"));
    }

    awaitBreaker(0);

    vault.seal();
    shop.awaitStore("vault", "False/Sealed");
    awaitBreaker(1);
    double reads = calls("read");
    double probes = calls("health");
    long begin = System.nanoTime();
    names.forEach(shop::request);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> calls("health") >= probes + 3);
    double probed = calls("health") - probes;
    assertThat(probed).isLessThanOrEqualTo(1 + (System.nanoTime() - begin) / 1.6e9);
    assertThat(calls("read")).isEqualTo(reads);
    for (String name : names) {
      assertThat(shop.data(name)).isEqualTo(Map.of("key", "before"));
      assertThat(shop.condition(name, Condition.READY)).startsWith("True/");
    }

    vault.unseal();
    shop.awaitStore("vault", "True/Valid");
    for (String name : names) {
      vault.keyValues().write(mount, name, Map.of("key", "after"));
    }
    for (String name : names) {
      shop.awaitData(name, Map.of("key", "after"));
      shop.awaitCondition(name, Condition.SYNCED, "True/UpToDate");
    }
    awaitBreaker(0);
  }

  /** 1 while it is open. */
  private void awaitBreaker(int open) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> operator.metrics().sum("keyturn_circuit_open") == open);
  }

  private double calls(String operation) {
    return operator
        .metrics()
        .sum("keyturn_provider_requests_total", Map.of("operation", operation));
  }

  @Test
  void aLoginThatWasRevokedIsMadeAnewOnce() {
    vault.keyValues().write(mount, "revoked", Map.of("key", "one"));
    shop.apply(Manifests.extract("revoked", "vault", "10s", "revoked"));
    shop.awaitData("revoked", Map.of("key", "one"));

    vault.access().revokeLoginsOf("approle");
    vault.keyValues().write(mount, "revoked", Map.of("key", "two"));
    shop.awaitData("revoked", Map.of("key", "two"));
    shop.awaitCondition("revoked", Condition.SYNCED, "True/UpToDate");
  }

  @Test
  @Fault(value = "V19", on = Fault.Tier.R)
  void aCertificateAuthorityThatIsReplacedIsTrustedWithoutARestart() {
    shop.secret("vault-token", "token", vault.rootToken());
    publishAuthority(CertificateAuthority.create("of-yesterday").self().certificatePem());
    shop.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: published}
        spec:
          caProvider: {type: ConfigMap, name: authority, key: ca.crt}
          provider:
            vault:
              server: %s
              path: %s
              auth: {tokenSecretRef: {name: vault-token, key: token}}
        """
            .formatted(vault.url(), mount));
    shop.awaitStore("published", "False/TlsError");
    vault.keyValues().write(mount, "published", Map.of("key", "one"));
    shop.apply(Manifests.extract("published", "published", "10s", "published"));

    publishAuthority(vault.certificateAuthorityPem());
    shop.awaitStore("published", "True/Valid");
    shop.awaitData("published", Map.of("key", "one"));
    shop.awaitCondition("published", Condition.SYNCED, "True/UpToDate");
    delete("published");
    awaitBreaker(0);
  }

  private void publishAuthority(String pem) {
    shop.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: authority}
        data:
          ca.crt: |
        %s
        """
            .formatted(pem.indent(4).stripTrailing()));
  }

  /** The way to one and the same Vault leads to a certificate that has this flaw, and back. */
  @Test
  @Fault(value = "V18", on = Fault.Tier.R, backends = Backend.VAULT)
  void aCertificateThatIsNotToBeTrustedIsATlsErrorThatIsNotTriedAgainAtOnce() {
    shop.secret("vault-token", "token", vault.rootToken());
    relays.forEach((flaw, relay) -> {
      vault.keyValues().write(mount, name(flaw), Map.of("key", "one"));
      shop.apply(tokenStore(name(flaw), relay.url("https")));
      shop.apply(Manifests.extract(name(flaw), name(flaw), "1h", name(flaw)));
    });
    relays.forEach((flaw, relay) -> {
      shop.awaitData(name(flaw), Map.of("key", "one"));
      relay.lead(vault.flawedPort(flaw));
    });
    double refused = refusedReads();
    for (Flaw flaw : relays.keySet()) {
      vault.keyValues().write(mount, name(flaw), Map.of("key", "two"));
      shop.request(name(flaw));
    }
    for (Flaw flaw : relays.keySet()) {
      shop.awaitCondition(name(flaw), Condition.SYNCED, "False/TlsError");
      shop.awaitStore(name(flaw), "False/TlsError");
    }
    double probes = calls("health");
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> calls("health") >= probes + 6);
    assertThat(refusedReads()).isEqualTo(refused + relays.size());
    relays.forEach((flaw, relay) -> {
      assertThat(shop.data(name(flaw))).isEqualTo(Map.of("key", "one"));
      assertThat(relay.beginnings()).containsOnly(TLS_HANDSHAKE);
      relay.lead(vault.url().getPort());
    });
    for (Flaw flaw : relays.keySet()) {
      shop.awaitStore(name(flaw), "True/Valid");
      shop.request(name(flaw));
      shop.awaitData(name(flaw), Map.of("key", "two"));
      delete(name(flaw));
    }
    awaitBreaker(0);
  }

  private static String name(Flaw flaw) {
    return flaw.name().toLowerCase(Locale.ROOT);
  }

  private double refusedReads() {
    return operator
        .metrics()
        .sum("keyturn_provider_requests_total", Map.of("operation", "read", "result", "TlsError"));
  }

  private String tokenStore(String name, URI server) {
    return Manifests.tokenStore(server, name, mount)
        + "  caBundle: |\n"
        + vault.certificateAuthorityPem().indent(4);
  }

  /** The probes of a further store would count in the other tests. */
  private void delete(String store) {
    installation.client().resources(SecretStore.class).inNamespace(mount).withName(store).delete();
  }
}
