package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the advisories against External Secrets Operator describe, tried here. GHSA-wv26-88m5-6h59
 * is {@link StoreTest}'s, CVE-2024-45041 that of the chart's rights.
 */
final class AdvisoriesTest {
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  private void start() {
    house.restart();
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.namespace("other");
    house.secret("other", "theirs", Map.of("password", "kt-canary-7f3a"));
    house.server.requests().clear();
  }

  private void template(String text) {
    house.sync("shop", "db", "path", "target: {template: {data: {value: '" + text + "'}}}");
    house.awaitCondition("shop", "db", "Synced", "False/TemplateError");
    assertThat(house.hasSecret("shop", "db")).isFalse();
  }

  /** A function of templates read Secrets of every namespace. */
  @Proves("P050")
  @Test
  void noTemplateReadsASecretGhsa77v3() {
    start();
    template("{{ getSecretKey \"theirs\" \"other\" \"password\" }}");
    template("{{ lookup \"v1\" \"Secret\" \"other\" \"theirs\" }}");
    assertThat(house.requests("other")).isEmpty();
    assertThatThrownBy(() ->
            house.sync(
                "shop",
                "from",
                "path",
                "target: {template: {templateFrom: [{secret: {name: theirs, namespace: other}}]}}"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("templateFrom[0].secret.namespace: field not declared in schema");
  }

  /** A function of templates told names to whoever answers for a domain. */
  @Proves("P050")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ getHostByName (printf \"%s.example\" .value) }}",
        "{{ env \"HOME\" }}",
        "{{ expandenv \"$HOME\" }}"
      })
  void noTemplateAsksForANameGhsaR2pg(String text) {
    List<String> asked = new CopyOnWriteArrayList<>();
    house.know(host -> {
      asked.add(host);
      throw new UnknownHostException();
    });
    start();
    template(text);
    assertThat(asked).isEmpty();
  }

  /** Sources and stores of a push were looked for in all namespaces. */
  @Proves("P050")
  @Test
  void aPushTakesNothingOfAnotherNamespaceGhsaFcxq() {
    start();
    house.store("other", "elsewhere");
    house.awaitStore("other", "elsewhere", "True/Valid");
    house.secret("shop", "ours", Map.of("password", "ours"));
    house.server.requests().clear();
    assertUnknown("source: {name: theirs, namespace: other}", "source.namespace");
    assertUnknown("source: {name: theirs, selector: {matchLabels: {}}}", "source.selector");
    assertUnknown("storeRef: {name: elsewhere, namespace: other}", "storeRef.namespace");
    push("by-name", "source: {name: theirs}");
    push("to-store", "source: {name: ours}, storeRef: {name: elsewhere}");
    for (String name : List.of("by-name", "to-store")) {
      house
          .await()
          .untilAsserted(
              () -> assertThat(house.condition("shop", name, "Pushed")).startsWith("False/"));
      assertThat(house.backend.text(name)).isEmpty();
    }
    assertThat(house.requests("other")).noneMatch(line -> line.contains("secrets"));
  }

  private void assertUnknown(String from, String field) {
    assertThatThrownBy(() -> push("unknown", from))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("spec.push[0]." + field + ": field not declared in schema");
  }

  private void push(String name, String from) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          push: [{%s, secretKey: password, remoteRef: {key: %s}}]
        """,
        name, from, name);
  }

  /** Kubernetes fills a Secret of this type with a token of the account that it names. */
  @Proves("P050")
  @ParameterizedTest
  @CsvSource({
    "kubernetes.io/service-account-token, kubernetes.io/service-account.name",
    "Kubernetes.io/Service-Account-Token, kubernetes.io/service-account.name",
    "bootstrap.kubernetes.io/token, example.com/x",
    "helm.sh/release.v1, example.com/x",
    "Opaque, kubernetes.io/service-account.name"
  })
  void noSecretOfKubernetesOwnTypesIsMadeGhsaFq7h(String type, String annotation) {
    start();
    String template =
        "target: {template: {type: %s, metadata: {annotations: {'%s': default}}}}"
            .formatted(type, annotation);
    if (!type.equals("Opaque")) {
      assertThatThrownBy(() -> house.sync("shop", "db", "path", template))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("spec.target.template.type");
    }
    // What an older definition let in is looked at once more.
    house.dropSchema("secretsyncs");
    house.sync("shop", "db", "path", template);
    house.awaitCondition("shop", "db", "Synced", "False/TargetInvalid");
    assertThat(house.hasSecret("shop", "db")).isFalse();
  }
}
