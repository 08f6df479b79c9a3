package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.provider.vault.CertificateVault;
import dev.keyturn.operator.source.http.TestCertificates;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A store whose client certificate is kept in a Secret, from the Secret to the TLS connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VaultCertificateTest {
  private final CertificateVault vault = new CertificateVault();
  private final House house = new House();

  VaultCertificateTest() {
    house.allowEndpoints(vault.uri().toString());
    house.restart();
    house.namespace("shop");
    vault.put("app", "{\"k\":\"one\"}");
  }

  @AfterAll
  void close() {
    house.close();
    vault.close();
  }

  private void store(String name, String login) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: shop}
        spec:
          provider:
            vault:
              server: %s
              %s
          caBundle: |
            %s
        """,
        name, vault.uri(), login, vault.authorityPem().strip().replaceAll("\\R", "\n    "));
  }

  private static String login(String secret) {
    return """
    auth: {cert: {vaultRole: shop, clientCert: {name: %s, key: tls.crt}, \
    secretRef: {name: %s, key: tls.key}}}\
    """
        .formatted(secret, secret);
  }

  private void secret(String name, TestCertificates.Client client) {
    secret(name, client.certificate(), client.key());
  }

  private void secret(String name, String certificate, String key) {
    house.secret("shop", name, Map.of("tls.crt", certificate, "tls.key", key));
  }

  private void sync(String name, String store) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec:
          secretStoreRef: {name: %s}
          refreshInterval: 10s
          dataFrom: [{extract: {key: app}}]
        """,
        name, store);
  }

  private String message(String store) {
    SecretStore found =
        house.client.resources(SecretStore.class).inNamespace("shop").withName(store).require();
    return Conditions.find(found.getStatus().conditions(), Condition.READY)
        .map(Condition::message)
        .orElse("");
  }

  @Fault("V19")
  @Test
  void theCertificateLogsInAndAnotherOneIsShownAsSoonAsItIsWritten() {
    secret("client", vault.client());
    store("cert", login("client"));
    house.awaitStore("shop", "cert", "True/Valid");
    sync("app", "cert");
    house.awaitData("shop", "app", Map.of("k", "one"));

    secret("client", vault.stranger());
    house.awaitStore("shop", "cert", "False/AuthFailed");

    secret("client", vault.client());
    house.awaitStore("shop", "cert", "True/Valid");
  }

  @Test
  void aPairThatDoesNotFitIsToldAndNotShown() {
    secret("mixed", vault.client().certificate(), vault.client().key());
    store("mixed", login("mixed"));
    house.awaitStore("shop", "mixed", "False/TlsError");
    assertThat(message("mixed"))
        .contains("spec.provider.vault.auth.cert.clientCert")
        .doesNotContain("BEGIN");
  }

  @Test
  void aMissingKeyOfTheSecretIsTold() {
    secret("half", vault.client());
    store("half", login("half").replace("key: tls.key", "key: nothing"));
    house.awaitStore("shop", "half", "False/CredentialMissing");
    assertThat(message("half")).contains("spec.provider.vault.auth.cert.secretRef");
  }

  @Test
  @Proves("P009")
  void otherLoginsShowACertificateToo() {
    secret("shown", vault.client());
    house.secret("shop", "approle", Map.of("id", "secret-id"));
    store(
        "approle",
        """
        tls: {certSecretRef: {name: shown, key: tls.crt}, keySecretRef: {name: shown, key: tls.key}}
              auth: {appRole: {roleId: role-id, secretRef: {name: approle, key: id}}}\
        """);
    house.awaitStore("shop", "approle", "True/Valid");
    assertThat(vault.lastShown()).contains("CN=shop");
  }
}
