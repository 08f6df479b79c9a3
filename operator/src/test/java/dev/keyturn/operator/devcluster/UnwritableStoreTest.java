package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.operator.controller.Conditions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key-value mount of version 1 has no conditional writes and no place for a mark. */
final class UnwritableStoreTest {
  private static final String STORE =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: vault-token, namespace: shop}
      stringData: {token: hvs.given}
      ---
      apiVersion: keyturn.dev/v1alpha1
      kind: SecretStore
      metadata: {name: old, namespace: shop}
      spec:
        provider:
          vault:
            server: %s
            path: secret
            version: v1
            auth: {tokenSecretRef: {name: vault-token, key: token}}
      """;

  private final ScriptedVault vault = new ScriptedVault();
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
    vault.close();
  }

  private String message(String type) {
    return Conditions.find(house.status("shop", "db").conditions(), type)
        .map(Condition::message)
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Pushed | push: [{secretKey: token, source: {name: vault-token}, remoteRef: {key: made}}]",
        "Synced | generate: [{secretKey: token, generator: {uuid: {}}, remoteRef: {key: made}}]"
      })
  void whatWouldWriteIsRefusedWithFieldCauseAndNextStepAndWritesNothing(String type, String entry) {
    house.allowEndpoints(vault.url());
    house.restart();
    house.namespace("shop");
    house.apply(STORE, vault.url());
    house.awaitStore("shop", "old", "True/Valid");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: old}
          %s
        """,
        entry);

    house.awaitCondition("shop", "db", type, "False/ConfigInvalid");

    assertThat(message(type))
        .contains("spec.push or spec.generate")
        .contains("has no conditional writes")
        .contains("a key-value mount of version 2");
    assertThat(vault.requests()).allMatch(asked -> asked.method().equals("GET"));
  }
}
