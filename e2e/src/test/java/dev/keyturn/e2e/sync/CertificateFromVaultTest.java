package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SyncCertificate;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultEngines;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.proof.Proves;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A certificate of a real authority below a real root, and the one after it. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class CertificateFromVaultTest {
  private static final Duration LIFE = Duration.ofSeconds(60);

  @Test
  @Proves("P060")
  void theServedChainLeadsToTheRootAndIsReplacedBeforeItEnds(
      RealControlPlane cluster, RealVault vault) throws GeneralSecurityException {
    try (Installation installation = Installation.enrolled(cluster, "pki")) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      String root = new VaultEngines(vault).authorities(mount, LIFE);
      vault
          .access()
          .policy(
              mount,
              "path \"%s/issuer/default/issue/web\" { capabilities = [\"update\"] }"
                  .formatted(mount));
      shop.secret("vault-token", "token", vault.access().createToken(Duration.ofHours(1), mount));
      VaultLedger.Mark beginning = vault.ledger().mark();
      try (OperatorProcess operator =
          installation.start(
              "keyturn-0",
              "--leader-election",
              "false",
              "--endpoints-allow",
              vault.url().toString())) {
        shop.apply(Manifests.tokenStore(vault, "vault", mount + "-kv"));
        shop.apply(
            Manifests.sync(
                "web",
                "vault",
                "1h",
                """
                target: {template: {type: kubernetes.io/tls}}
                  dataFrom:
                    - pki:
                        mount: %s
                        role: web
                        issuerRef: default
                        commonName: shop.example.com
                        altNames: [www.example.com]
                        uriSans: ["spiffe://example.com/shop"]
                """
                    .formatted(mount)));
        shop.awaitCondition("web", Condition.READY, "True/UpToDate");
        Map<String, String> first = shop.data("web");
        X509Certificate leaf = verified(first, root);
        assertThat(leaf.getSubjectX500Principal().getName()).contains("CN=shop.example.com");
        assertThat(leaf.getSubjectAlternativeNames()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(first.get("tls.key")).startsWith("-----BEGIN PRIVATE KEY-----");
        SyncCertificate told = java.util.Objects.requireNonNull(shop.status("web").certificate());
        assertThat(told.notAfter()).isEqualTo(leaf.getNotAfter().toInstant().toString());

        Awaitility.await()
            .atMost(Duration.ofSeconds(120))
            .until(() -> !shop.data("web").equals(first));
        assertThat(leaf.getNotAfter()).isInTheFuture();
        X509Certificate second = verified(shop.data("web"), root);
        assertThat(second.getSerialNumber()).isNotEqualTo(leaf.getSerialNumber());
        assertThat(vault.ledger().count(beginning, mount + "/revoke")).isZero();
      }
    }
  }

  /** Checks the chain that a server would serve against the root, as a client does. */
  private static X509Certificate verified(Map<String, String> data, String root)
      throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> chain =
        factory.generateCertificates(stream(data.getOrDefault("tls.crt", ""))).stream()
            .<Certificate>map(it -> it)
            .toList();
    X509Certificate anchor = (X509Certificate) factory.generateCertificate(stream(root));
    assertThat(chain).hasSize(2);
    assertThat(factory.generateCertificate(stream(data.getOrDefault("ca.crt", ""))))
        .isEqualTo(anchor);
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(chain), parameters);
    return (X509Certificate) chain.getFirst();
  }

  private static ByteArrayInputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(US_ASCII));
  }
}
