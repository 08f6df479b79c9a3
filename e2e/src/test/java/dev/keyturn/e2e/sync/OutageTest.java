package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultAccess;
import dev.keyturn.e2e.vault.VaultOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A Vault that seals itself, forgets logins and comes back; its certificate is its own CA's. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {
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
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
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
    vault.close();
  }

  @Test
  void whileItIsSealedTheSecretIsKeptAndAfterwardsItFollowsAgain() {
    vault.keyValues().write(mount, "sealed", Map.of("key", "before"));
    shop.apply(Manifests.extract("sealed", "vault", "10s", "sealed"));
    shop.awaitData("sealed", Map.of("key", "before"));

    vault.seal();
    shop.awaitStore("vault", "False/Sealed");
    assertThat(shop.data("sealed")).isEqualTo(Map.of("key", "before"));
    assertThat(shop.condition("sealed", Condition.READY)).startsWith("True/");

    vault.unseal();
    shop.awaitStore("vault", "True/Valid");
    vault.keyValues().write(mount, "sealed", Map.of("key", "after"));
    shop.awaitData("sealed", Map.of("key", "after"));
    shop.awaitCondition("sealed", Condition.SYNCED, "True/UpToDate");
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
  void anotherCertificateAuthorityIsATlsError() {
    shop.secret("vault-token", "token", vault.rootToken());
    shop.apply(Manifests.tokenStore(vault, "untrusted", mount));
    shop.awaitStore("untrusted", "False/TlsError");
  }
}
