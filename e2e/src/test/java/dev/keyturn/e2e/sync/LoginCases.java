package dev.keyturn.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.Closing;
import dev.keyturn.e2e.process.Identity;
import dev.keyturn.e2e.process.Pem;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultAccess;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.e2e.vault.VaultOptions;
import dev.keyturn.e2e.vault.VaultRequest;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Logins at a real server that listens with TLS, by a certificate of its own authority, and asks
 * its clients for one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LoginCases {
  static final Duration LIFETIME = Duration.ofMinutes(20);

  private final Component server;
  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;

  /**
   * @param server the program that is logged in to
   */
  LoginCases(Component server) {
    this.server = server;
  }

  @BeforeAll
  void install(RealControlPlane cluster, Provision provision) {
    vault = RealVault.start(provision, VaultOptions.withTls(server));
    installation = Installation.enrolled(cluster, "shop", "pay");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    vault.keyValues().write(mount, "app", Map.of("k", "v"));
    vault.keyValues().write(mount, "shared", Map.of("k", "shared"));
    vault.access().readPolicy(mount, mount);
    vault.access().enableJwt("jwt", publicKeys(cluster));
    vault
        .access()
        .jwtRole("jwt", "shop", List.of(subject(0), subject(1)), "vault", LIFETIME, mount);
    for (int i = 0; i < 2; i++) {
      cluster.createServiceAccount(installation.tenant(i), "app");
    }
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
  }

  @AfterAll
  void uninstall() {
    Closing.inOrder(operator, installation, vault);
  }

  Installation installation() {
    return installation;
  }

  Objects shop() {
    return shop;
  }

  /** All that the operator has printed. */
  String output() {
    return operator.output();
  }

  RealVault vault() {
    return vault;
  }

  /** The engine that every login may read, and the tenant's namespace. */
  String mount() {
    return mount;
  }

  void store(String name, String auth) {
    shop.apply(
        Manifests.store(vault, name, mount, auth) + "  caBundle: |\n    " + authority() + "\n");
  }

  private String authority() {
    return vault.certificateAuthorityPem().strip().replaceAll("\\R", "\n    ");
  }

  void brings(String store) {
    shop.awaitStore(store, "True/Valid");
    shop.apply(Manifests.extract(store, store, "1h", "app"));
    shop.awaitData(store, Map.of("k", "v"));
  }

  private void certificate(String name, Identity identity) {
    installation
        .client()
        .secrets()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(mount)
                .endMetadata()
                .addToStringData("tls.crt", identity.certificatePem())
                .addToStringData("tls.key", identity.keyPem())
                .build())
        .createOr(existing -> existing.update());
  }

  @Test
  void aUsersPasswordLogsInAndAnotherOneIsTakenWithoutARestart() {
    vault.access().enableUsers("users");
    vault.access().user("users", "bot", "one", LIFETIME, mount);
    shop.secret("login", "password", "one");
    store(
        "user", "userPass: {path: users, username: bot, secretRef: {name: login, key: password}}");
    brings("user");

    shop.secret("login", "password", "two");
    shop.awaitStore("user", "False/AuthFailed");
    shop.secret("login", "password", "one");
    shop.awaitStore("user", "True/Valid");
  }

  @Test
  void aRoleAndItsSecretLogIn() {
    vault.access().enableAppRole("approle");
    VaultAccess.AppRole role = vault.access().appRole("approle", "shop", LIFETIME, mount);
    shop.secret("approle-login", "secret-id", role.secretId());
    store(
        "approle",
        "appRole: {roleId: %s, secretRef: {name: approle-login, key: secret-id}}"
            .formatted(role.roleId()));
    brings("approle");
  }

  @Test
  void aServiceAccountTokenLogsInByTheReviewOfItsCluster(RealControlPlane cluster) {
    cluster.createServiceAccount(mount, "reviewer");
    cluster.bindClusterRole(mount, "reviewer", "system:auth-delegator");
    vault
        .access()
        .enableKubernetes(
            "kubernetes",
            cluster,
            cluster.serviceAccountToken(
                mount, "reviewer", LIFETIME, "https://kubernetes.default.svc"));
    vault.access().kubernetesRole("kubernetes", "shop", mount, "app", "vault", LIFETIME, mount);
    store("kubernetes", "kubernetes: {role: shop, serviceAccountRef: {name: app}}");
    brings("kubernetes");
  }

  private String subject(int tenant) {
    return "system:serviceaccount:%s:app".formatted(installation.tenant(tenant));
  }

  @Test
  void aServiceAccountTokenLogsInByThePublicKeyOfItsCluster() {
    store(
        "jwt",
        "jwt: {role: shop, kubernetesServiceAccountToken: {serviceAccountRef: {name: app}}}");
    brings("jwt");
  }

  @Test
  @Proves("P007")
  void eachNamespaceLogsInAsItselfWhereASharedStoreNamesNone() {
    Objects pay = new Objects(installation.client(), installation.tenant(1));
    String shared = installation.namespace();
    VaultLedger.Mark mark = vault.ledger().mark();
    try {
      shop.apply(sharedStore(shared));
      shop.apply(scope(shared));
      for (Objects tenant : List.of(shop, pay)) {
        tenant.apply(
            Manifests.extract(
                "own", "{name: " + shared + ", kind: ClusterSecretStore}", "1h", "shared"));
        tenant.awaitCondition("own", Condition.SYNCED, "True/UpToDate");
        tenant.awaitData("own", Map.of("k", "shared"));
      }
      assertThat(vault.ledger().since(mark))
          .filteredOn(request -> request.path().equals(mount + "/data/shared"))
          .extracting(VaultRequest::identity)
          .containsExactlyInAnyOrder("jwt-" + subject(0), "jwt-" + subject(1));
    } finally {
      installation.client().resources(TenantSecretScope.class).withName(shared).delete();
      installation.client().resources(ClusterSecretStore.class).withName(shared).delete();
    }
  }

  /** A store for everybody, whose ServiceAccount has no namespace. */
  private String sharedStore(String name) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: ClusterSecretStore
    metadata: {name: %s}
    spec:
      provider:
        vault:
          server: %s
          path: %s
          auth:
            jwt: {role: shop, kubernetesServiceAccountToken: {serviceAccountRef: {name: app}}}
      caBundle: |
        %s
    """
        .formatted(name, vault.url(), mount, authority());
  }

  private String scope(String name) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: TenantSecretScope
    metadata: {name: %s}
    spec:
      tenant: shop
      namespaces: {names: [%s, %s]}
      stores:
        - {name: %s, read: [shared]}
    """
        .formatted(name, installation.tenant(0), installation.tenant(1), name);
  }

  /** The keys by which the API server signs, as it publishes them: points of P-256. */
  private static List<String> publicKeys(RealControlPlane cluster) {
    List<String> keys = new ArrayList<>();
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec("secp256r1"));
      for (JsonNode key : cluster.admin().get("/openid/v1/jwks").orThrow().json().path("keys")) {
        ECPublicKeySpec point =
            new ECPublicKeySpec(
                new ECPoint(number(key.path("x")), number(key.path("y"))),
                curve.getParameterSpec(ECParameterSpec.class));
        keys.add(
            Pem.encode(
                "PUBLIC KEY", KeyFactory.getInstance("EC").generatePublic(point).getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return keys;
  }

  private static BigInteger number(JsonNode text) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(text.asText()));
  }

  @Test
  void aClientCertificateLogsInAndItsSuccessorIsShownWithoutARestart() {
    vault.access().enableCertificates("cert");
    vault
        .access()
        .certificateRole("cert", "shop", vault.certificateAuthorityPem(), "shop", LIFETIME, mount);
    certificate("client", vault.client("shop"));
    store(
        "cert",
        "cert: {vaultRole: shop, clientCert: {name: client, key: tls.crt},"
            + " secretRef: {name: client, key: tls.key}}");
    brings("cert");

    certificate("client", vault.client("stranger"));
    shop.awaitStore("cert", "False/AuthFailed");
    certificate("client", vault.client("shop"));
    shop.awaitStore("cert", "True/Valid");
    assertThat(shop.data("cert")).isEqualTo(Map.of("k", "v"));
  }
}
