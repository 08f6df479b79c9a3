package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What users of External Secrets Operator write every day, from a real Vault: the cases of its
 * guides "Extract structured data", "Getting multiple secrets", "Rewriting keys", "Decoding
 * strategies" and "Advanced templating", in our words.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FamiliarCasesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) {
    vault = realVault;
    installation = Installation.enrolled(cluster, "familiar");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    shop.secret("vault-token", "token", vault.rootToken());
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
    shop.awaitStore("vault", "True/Valid");
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
  }

  private void write(String path, String json) throws JsonProcessingException {
    vault.keyValues().writeJson(mount, path, JSON.readTree(json));
  }

  private void metadata(String path, String json) {
    vault
        .root()
        .call(
            "POST",
            "/v1/%s/metadata/%s".formatted(mount, path),
            "application/json",
            "{\"custom_metadata\":" + json + "}")
        .orThrow();
  }

  private void sync(String name, String rest) {
    shop.apply(Manifests.sync(name, "vault", "1h", rest));
  }

  private void assertGives(String name, String rest, Map<String, String> expected) {
    sync(name, rest);
    shop.awaitData(name, expected);
  }

  private void assertRefused(String name, String rest, String reason) {
    sync(name, rest);
    shop.awaitCondition(name, Condition.SYNCED, reason);
    assertThat(shop.data(name)).isEmpty();
  }

  private Secret secret(String name) {
    return installation.client().secrets().inNamespace(mount).withName(name).get();
  }

  @Test
  @Proves("P018")
  void oneReadGivesEveryPropertyAndDecodesIt() throws JsonProcessingException {
    write("data/db", "{\"password\":\"one\"}");
    write(
        "data/db",
        """
        {"password": "two", "port": 5432, "enabled": true, "empty": "",
         "nested": {"host": "h", "hosts": ["a", "b"], "users": [{"name": "x", "role": "admin"}]},
         "tls.crt": "Y2VydA==", "url": "fn5-Pz8_", "plain": "no base64!"}
        """);
    metadata("data/db", "{\"owner\":\"team-shop\"}");
    VaultLedger.Mark mark = vault.ledger().mark();
    assertGives(
        "data",
        """
        data:
          - {secretKey: password, remoteRef: {key: data/db, property: password}}
          - {secretKey: port, remoteRef: {key: data/db, property: port}}
          - {secretKey: enabled, remoteRef: {key: data/db, property: enabled}}
          - {secretKey: empty, remoteRef: {key: data/db, property: empty}}
          - {secretKey: host, remoteRef: {key: data/db, property: nested.host}}
          - {secretKey: second, remoteRef: {key: data/db, property: nested.hosts.1}}
          - {secretKey: hosts, remoteRef: {key: data/db, property: nested.hosts}}
          - {secretKey: role, remoteRef: {key: data/db, property: 'nested.users.#(name=="x").role'}}
          - {secretKey: cert, remoteRef: {key: data/db, property: tls.crt, decodingStrategy: Base64}}
          - {secretKey: url, remoteRef: {key: data/db, property: url, decodingStrategy: Base64URL}}
          - {secretKey: auto, remoteRef: {key: data/db, property: tls.crt, decodingStrategy: Auto}}
          - {secretKey: kept, remoteRef: {key: data/db, property: plain, decodingStrategy: Auto}}
          - {secretKey: raw, remoteRef: {key: data/db, property: tls.crt, decodingStrategy: None}}\
        """
            .indent(2)
            .strip(),
        Map.ofEntries(
            Map.entry("password", "two"),
            Map.entry("port", "5432"),
            Map.entry("enabled", "true"),
            Map.entry("empty", ""),
            Map.entry("host", "h"),
            Map.entry("second", "b"),
            Map.entry("hosts", "[\"a\",\"b\"]"),
            Map.entry("role", "admin"),
            Map.entry("cert", "cert"),
            Map.entry("url", "~~~???"),
            Map.entry("auto", "cert"),
            Map.entry("kept", "no base64!"),
            Map.entry("raw", "Y2VydA==")));
    assertThat(vault.ledger().count(mark, mount + "/data/data/db")).isOne();
    assertGives(
        "versions",
        "data: [{secretKey: before, remoteRef: {key: data/db, property: password, version: '1'}},"
            + " {secretKey: owner, remoteRef:"
            + " {key: data/db, property: owner, metadataPolicy: Fetch}}]",
        Map.of("before", "one", "owner", "team-shop"));
    write("data/whole", "{\"user\":\"u\"}");
    assertGives(
        "whole",
        "data: [{secretKey: whole, remoteRef: {key: data/whole}}]",
        Map.of("whole", "{\"user\":\"u\"}"));
    assertRefused(
        "undecodable",
        "data: [{secretKey: v, remoteRef:"
            + " {key: data/db, property: plain, decodingStrategy: Base64}}]",
        "False/InvalidData");
  }

  @Test
  @Proves("P018")
  void aKeyThatASecretMayNotHaveIsConvertedAsTheEntrySays() throws JsonProcessingException {
    write("convert", "{\"a/b\":\"1\",\"plain\":\"2\"}");
    assertGives(
        "convert-default",
        "dataFrom: [{extract: {key: convert}}]",
        Map.of("a_b", "1", "plain", "2"));
    assertGives(
        "convert-unicode",
        "dataFrom: [{extract: {key: convert, conversionStrategy: Unicode}}]",
        Map.of("a_U2f_b", "1", "plain", "2"));
  }

  @Test
  @Proves("P020")
  void secretsAreExtractedFoundAndTheirKeysRewritten() throws JsonProcessingException {
    write("take/one", "{\"user\":\"u\",\"nested\":{\"host\":\"h\",\"port\":\"1\"}}");
    write("take/two", "{\"token\":\"t\"}");
    write("take/deep/three", "{\"key\":\"k\"}");
    write("elsewhere/four", "{\"no\":\"n\"}");
    metadata("take/two", "{\"team\":\"shop\",\"tier\":\"gold\"}");
    metadata("take/one", "{\"team\":\"shop\"}");
    assertGives(
        "extract-property",
        "dataFrom: [{extract: {key: take/one, property: nested}}]",
        Map.of("host", "h", "port", "1"));
    assertGives(
        "find-name",
        "dataFrom: [{find: {path: take, name: {regexp: 'two$|three$'}}}]",
        Map.of("take_two", "{\"token\":\"t\"}", "take_deep_three", "{\"key\":\"k\"}"));
    assertGives(
        "find-tags",
        "dataFrom: [{find: {path: take, tags: {team: shop, tier: gold}}}]",
        Map.of("take_two", "{\"token\":\"t\"}"));
    assertGives(
        "prefix",
        "dataFrom: [{extract: {key: take/two},"
            + " rewrite: [{regexp: {source: '(.*)', target: 'two_${1}'}},"
            + " {transform: {template: '{{ .value | upper }}'}}]}]",
        Map.of("TWO_TOKEN", "t"));
    assertGives(
        "basename",
        "dataFrom: [{find: {path: take, name: {regexp: 'e$'}},"
            + " rewrite: [{regexp: {source: '^.*/', target: ''}}, {merge: {into: all, strategy:"
            + " JSON}}, {regexp: {source: '^all$', target: every}}]}]",
        Map.of(
            "one", "{\"nested\":{\"host\":\"h\",\"port\":\"1\"},\"user\":\"u\"}",
            "three", "{\"key\":\"k\"}",
            "every", "{\"nested\":{\"host\":\"h\",\"port\":\"1\"},\"user\":\"u\",\"key\":\"k\"}"));
  }

  @Test
  @Proves("P020")
  void twoKeysThatBecomeOneAreAnErrorUnlessAMergeSaysWhichWins() throws JsonProcessingException {
    write("meet/a", "{\"user\":\"of a\",\"only-a\":\"1\"}");
    write("meet/b", "{\"user\":\"of b\"}");
    String find = "dataFrom: [{find: {path: meet}, rewrite: [%s]}]";
    assertGives(
        "meeting",
        find.formatted("{regexp: {source: '^meet/', target: ''}}"),
        Map.of("a", "{\"only-a\":\"1\",\"user\":\"of a\"}", "b", "{\"user\":\"of b\"}"));
    sync("meeting", find.formatted("{regexp: {source: '^meet/.*', target: same}}"));
    shop.awaitCondition("meeting", Condition.SYNCED, "False/TargetInvalid");
    assertThat(shop.data("meeting")).containsOnlyKeys("a", "b");
    assertRefused("merge-error", find.formatted("{merge: {}}"), "False/TargetInvalid");
    assertGives(
        "merge-later",
        find.formatted("{merge: {conflictPolicy: Ignore}}"),
        Map.of("user", "of b", "only-a", "1"));
    assertGives(
        "merge-priority",
        find.formatted("{merge: {conflictPolicy: Ignore, priority: [meet/b, meet/a]}}"),
        Map.of("user", "of a", "only-a", "1"));
    // Between entries the later one wins, and a single key over all of them.
    assertGives(
        "between",
        """
        dataFrom: [{extract: {key: meet/a}}, {extract: {key: meet/b}}]
          data: [{secretKey: only-a, remoteRef: {key: meet/b, property: user}}]\
        """,
        Map.of("user", "of b", "only-a", "of b"));
  }

  @Test
  @Proves("P027")
  void aTemplateGivesTypeMetadataAndKeysAndFollowsItsConfigMap() throws JsonProcessingException {
    write("registry", "{\"server\":\"r.example\",\"user\":\"u\",\"password\":\"p\"}");
    sync(
        "docker",
        """
        dataFrom: [{extract: {key: registry}}]
          target:
            template:
              type: kubernetes.io/dockerconfigjson
              metadata:
                labels: {team: shop}
                annotations: {example.com/user: "{{ .user }}"}
              data:
                .dockerconfigjson: >-
                  {"auths":{ {{- .server | toJson }}:{"username":{{ .user | toJson }}}}}\
        """);
    shop.awaitData(
        "docker", Map.of(".dockerconfigjson", "{\"auths\":{\"r.example\":{\"username\":\"u\"}}}"));
    assertThat(secret("docker").getType()).isEqualTo("kubernetes.io/dockerconfigjson");
    assertThat(secret("docker").getMetadata().getLabels()).containsEntry("team", "shop");
    assertThat(secret("docker").getMetadata().getAnnotations())
        .containsEntry("example.com/user", "u");
    assertThat(secret("docker").getMetadata().getFinalizers()).isEmpty();
    assertGives(
        "merged",
        "dataFrom: [{extract: {key: registry}}]\n  target: {template: {mergePolicy: Merge,"
            + " data: {user: 'the {{ .user }}', url: 'https://{{ .server }}'}}}",
        Map.of(
            "server", "r.example", "user", "the u", "password", "p", "url", "https://r.example"));
    configMap("user={{ .user }}");
    assertGives(
        "from",
        "dataFrom: [{extract: {key: registry}}]\n  target: {template: {templateFrom:"
            + " [{configMap: {name: texts, items: [{key: app.ini}]}},"
            + " {literal: '{{ range $k, $v := . }}my-{{ $k }}: {{ $v | toJson }}\n\n{{ end }}'}]}}",
        Map.of("app.ini", "user=u", "my-server", "r.example", "my-user", "u", "my-password", "p"));
    VaultLedger.Mark mark = vault.ledger().mark();
    configMap("password={{ .password }}");
    shop.awaitData(
        "from",
        Map.of(
            "app.ini", "password=p", "my-server", "r.example", "my-user", "u", "my-password", "p"));
    assertThat(vault.ledger().count(mark, mount + "/data/registry")).isZero();
  }

  private void configMap(String text) {
    shop.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: texts}
        data: {app.ini: "%s", other: "{{ .nothing }}"}
        """
            .formatted(text));
  }

  /** CVE-2026-42876, GHSA-fq7h-9x26-6j22: a Secret that Kubernetes fills with a token. */
  @Test
  @Proves({"P027", "P050"})
  void noTemplateMakesATokenOfAnAccountOrAFinalizer() throws JsonProcessingException {
    write("plain", "{\"a\":\"1\"}");
    for (String template :
        new String[] {
          "type: kubernetes.io/service-account-token",
          "type: bootstrap.kubernetes.io/token",
          "metadata: {annotations: {kubernetes.io/service-account.name: default}}",
          "metadata: {finalizers: [example.com/never]}"
        }) {
      assertThatThrownBy(() ->
              sync(
                  "token",
                  "dataFrom: [{extract: {key: plain}}]\n  target: {template: {%s}}"
                      .formatted(template)))
          .as(template)
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("spec.target.template");
    }
    assertThat(secret("token")).isNull();
  }
}
