package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What {@code keyturn migrate manifests} makes of objects of the External Secrets Operator, on real
 * servers: the same Secrets, and the very objects where they are there already.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigratedExternalSecretsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** As External Secrets writes them. Source: pkg/controllers/externalsecret. */
  private static final String MANAGER = "externalsecrets.external-secrets.io/db";

  /** Kind and scope alone: what the API server and the garbage collector need. */
  private static final String KIND =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: externalsecrets.external-secrets.io}
      spec:
        group: external-secrets.io
        names: {kind: ExternalSecret, listKind: ExternalSecretList, plural: externalsecrets, singular: externalsecret}
        scope: Namespaced
        versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  private static final String STORE =
      """
      apiVersion: external-secrets.io/v1
      kind: SecretStore
      metadata: {name: vault, namespace: %1$s}
      spec:
        provider:
          vault:
            server: %2$s
            path: %1$s/data
            version: v2
            auth:
              tokenSecretRef: {name: vault-token, key: token}
      """;

  private static final String DATABASE =
      """
      apiVersion: external-secrets.io/v1
      kind: ExternalSecret
      metadata:
        name: db
        namespace: %1$s
        finalizers: [externalsecrets.external-secrets.io/externalsecret-cleanup]
      spec:
        refreshInterval: 10s
        secretStoreRef: {name: vault, kind: SecretStore}
        target:
          name: db-login
          creationPolicy: Owner
          template:
            engineVersion: v2
            mergePolicy: Merge
            data:
              url: 'postgres://{{ .user }}:{{ .password | urlquery }}@{{ .host }}:{{ .port }}/shop'
        data:
          - {secretKey: user, remoteRef: {key: shop/db, property: username}}
          - {secretKey: password, remoteRef: {key: "%1$s/data/shop/db", property: password}}
          - {secretKey: host, remoteRef: {key: shop/db, property: nested.host}}
          - {secretKey: port, remoteRef: {key: shop/db, property: port}}
      """;

  private static final Map<String, String> LOGIN =
      Map.of(
          "user", "shop",
          "password", "p a$$",
          "host", "db.example",
          "port", "5432",
          "url", "postgres://shop:p+a%24%24@db.example:5432/shop");

  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) throws IOException {
    vault = realVault;
    installation = Installation.enrolled(cluster, "eso");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    write("shop/db", "p a$$");
    shop.secret("vault-token", "token", vault.rootToken());
    installation.client().resource(KIND).serverSideApply();
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
  }

  private void write(String path, String password) throws IOException {
    vault
        .keyValues()
        .writeJson(
            mount,
            path,
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"username": "shop", "password": "%s", "port": 5432,
                     "nested": {"host": "db.example"}}
                    """
                        .formatted(password)));
  }

  private String filled(String manifest) {
    return manifest.formatted(mount, vault.url());
  }

  private Resource<Secret> secret(String name) {
    return installation.client().secrets().inNamespace(mount).withName(name);
  }

  private Resource<GenericKubernetesResource> externalSecret() {
    return installation
        .client()
        .genericKubernetesResources("external-secrets.io/v1", "ExternalSecret")
        .inNamespace(mount)
        .withName("db");
  }

  /** The Secret as the other operator made it: its manager, its marks, owned by its object. */
  private Secret madeByExternalSecrets() {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> {
          shop.apply(filled(DATABASE));
          return true;
        });
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("db-login")
            .withNamespace(mount)
            .addToLabels("reconcile.external-secrets.io/managed", "true")
            .addToAnnotations("reconcile.external-secrets.io/data-hash", "0")
            .addNewOwnerReference()
            .withApiVersion("external-secrets.io/v1")
            .withKind("ExternalSecret")
            .withName("db")
            .withUid(externalSecret().get().getMetadata().getUid())
            .withController(true)
            .withBlockOwnerDeletion(true)
            .endOwnerReference()
            .endMetadata()
            .withType("Opaque")
            .withStringData(LOGIN)
            .build();
    String created =
        installation
            .client()
            .raw(
                "/api/v1/namespaces/%s/secrets?fieldManager=%s"
                    .formatted(mount, URLEncoder.encode(MANAGER, UTF_8)),
                "POST",
                secret);
    return Serialization.unmarshal(created, Secret.class);
  }

  @Test
  void aSecretThatIsThereIsTakenOverAndKeepsItsUid() throws IOException {
    Secret before = madeByExternalSecrets();
    for (String manifest : migrated(filled(STORE) + "---\n" + filled(DATABASE))) {
      shop.apply(manifest);
    }
    shop.awaitStore("vault", "True/Valid");
    // As long as it has another controller, it is left alone.
    shop.awaitCondition("db", Condition.SYNCED, "False/OwnershipConflict");
    assertThat(secret("db-login").get().getMetadata().getResourceVersion())
        .isEqualTo(before.getMetadata().getResourceVersion());

    externalSecret()
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
    externalSecret().withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(secret("db-login").get().getMetadata().getOwnerReferences()).isEmpty());
    shop.request("db");
    shop.awaitCondition("db", Condition.READY, "True/UpToDate");

    Secret after = secret("db-login").get();
    assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(shop.data("db-login")).isEqualTo(LOGIN);
    assertThat(after.getMetadata().getOwnerReferences())
        .extracting(OwnerReference::getKind)
        .containsExactly("SecretSync");
    assertThat(after.getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .contains(MANAGER, "keyturn/db");

    write("shop/db", "new");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(shop.data("db-login"))
                .containsEntry("password", "new")
                .containsEntry("url", "postgres://shop:new@db.example:5432/shop"));
    assertThat(secret("db-login").get().getMetadata().getUid())
        .isEqualTo(before.getMetadata().getUid());
  }

  /** Several ways to select, through a store of the cluster, which a scope has to open. */
  @Test
  void aSetOfObjectsGivesTheSameSecrets() throws IOException {
    write("many/one", "first");
    write("many/two", "second");
    String set =
        """
        apiVersion: external-secrets.io/v1beta1
        kind: ClusterSecretStore
        metadata: {name: %1$s}
        spec:
          conditions: [{namespaces: [%1$s]}]
          provider:
            vault:
              server: %2$s
              path: %1$s
              auth:
                tokenSecretRef: {name: vault-token, key: token, namespace: %1$s}
        ---
        apiVersion: external-secrets.io/v1beta1
        kind: ExternalSecret
        metadata: {name: extracted, namespace: %1$s}
        spec:
          secretStoreRef: {name: %1$s, kind: ClusterSecretStore}
          dataFrom:
            - extract: {key: many/one}
              rewrite: [{regexp: {source: "^(.*)$", target: "DB_${1}"}}]
            - extract: {key: many/two, property: nested}
          target: {creationPolicy: Orphan}
        ---
        apiVersion: external-secrets.io/v1beta1
        kind: ExternalSecret
        metadata: {name: found, namespace: %1$s}
        spec:
          refreshInterval: "0"
          secretStoreRef: {name: %1$s, kind: ClusterSecretStore}
          dataFrom:
            - find: {path: many, name: {regexp: "two$"}}
              rewrite: [{transform: {template: '{{ .value | replace "/" "-" }}'}}]
          target:
            template:
              engineVersion: v2
              templateFrom:
                - target: Data
                  literal: '{{ range $k, $v := . }}{{ $k }}.password: {{ ($v | fromJson).password | toJson }}{{ end }}'
        """;
    for (String manifest : migrated(filled(set))) {
      shop.apply(manifest);
    }
    shop.awaitData(
        "extracted",
        Map.of(
            "DB_username", "shop",
            "DB_password", "first",
            "DB_port", "5432",
            "DB_nested", "{\"host\":\"db.example\"}",
            "host", "db.example"));
    shop.awaitData("found", Map.of("many-two.password", "second"));
    assertThat(shop.condition("extracted", Condition.READY)).isEqualTo("True/UpToDate");
  }

  private static List<String> migrated(String manifests) {
    CommandLineMigration migration = CommandLineMigration.of(manifests);
    assertThat(migration.report()).doesNotContain("  refused  ");
    return migration.manifests();
  }
}
