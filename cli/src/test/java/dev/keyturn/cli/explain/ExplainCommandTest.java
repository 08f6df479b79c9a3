package dev.keyturn.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.TestCluster;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Messages;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplainCommandTest {
  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      """;

  /** As the operator writes it: BindingTest. */
  private static final String UNBOUND =
      NAMESPACE
          + """
          apiVersion: v1
          kind: ServiceAccount
          metadata: {name: app, namespace: shop}
          ---
          apiVersion: keyturn.dev/v1alpha1
          kind: SecretStore
          metadata: {name: aws, namespace: shop}
          spec:
            provider:
              aws:
                service: SecretsManager
                region: eu-west-1
                auth: {jwt: {role: "arn:aws:iam::123456789012:role/secrets", serviceAccountRef: {name: app}}}
          status:
            observedGeneration: 1
            conditions:
              - {type: Ready, status: "False", reason: AuthFailed, message: The login is refused., lastTransitionTime: "2026-11-16T13:24:00Z"}
              - type: Authenticated
                status: "False"
                reason: AuthFailed
                message: >-
                  ServiceAccount shop/app as arn:aws:iam::123456789012:role/secrets. The role's trust policy must name the subject
                  system:serviceaccount:shop:app and the audience sts.amazonaws.com: `aws iam update-assume-role-policy --role-name
                  secrets --policy-document file://trust.json`
                lastTransitionTime: "2026-11-16T13:24:00Z"
          ---
          apiVersion: keyturn.dev/v1alpha1
          kind: SecretSync
          metadata: {name: mail, namespace: shop}
          spec:
            secretStoreRef: {name: aws}
            data: [{secretKey: user, remoteRef: {key: mail}}]
          status:
            observedGeneration: 1
            lastError: {class: StoreNotReady, since: "2026-11-16T14:00:00Z"}
            conditions:
              - {type: Ready, status: "False", reason: StoreNotReady, message: The store cannot serve., lastTransitionTime: "2026-11-16T14:00:00Z"}
              - {type: Synced, status: "False", reason: StoreNotReady, message: SecretStore aws (AuthFailed), lastTransitionTime: "2026-11-16T14:00:00Z"}
          """;

  /** A scope, a store, a sync that failed after it had worked, and who uses its Secret. */
  private static final String CHAIN =
      NAMESPACE
          + """
          apiVersion: keyturn.dev/v1alpha1
          kind: TenantSecretScope
          metadata: {name: tss-shop}
          spec:
            tenant: shop
            namespaces: {names: [shop]}
            stores: [{name: vault, read: ["tenants/shop/**", "platform/tls/*"]}]
          ---
          apiVersion: keyturn.dev/v1alpha1
          kind: ClusterSecretStore
          metadata: {name: vault}
          spec: {provider: {file: {path: /secrets.yaml}}}
          status:
            observedGeneration: 1
            conditions:
              - {type: Ready, status: "True", reason: Valid, message: It answers., lastTransitionTime: "2026-11-16T13:24:00Z"}
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web, namespace: shop}
          spec:
            selector: {matchLabels: {app: web}}
            template:
              metadata: {labels: {app: web}}
              spec: {containers: [{name: web, image: web, envFrom: [{secretRef: {name: mail}}]}]}
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: other, namespace: shop}
          spec:
            selector: {matchLabels: {app: other}}
            template:
              metadata: {labels: {app: other}}
              spec: {containers: [{name: other, image: other, envFrom: [{secretRef: {name: other}}]}]}
          ---
          apiVersion: batch/v1
          kind: CronJob
          metadata: {name: report, namespace: shop}
          spec:
            schedule: "0 4 * * *"
            jobTemplate:
              spec:
                template:
                  spec:
                    restartPolicy: Never
                    containers: [{name: report, image: report}]
                    volumes: [{name: mail, secret: {secretName: mail}}]
          ---
          apiVersion: keyturn.dev/v1alpha1
          kind: SecretSync
          metadata: {name: mail, namespace: shop}
          spec:
            secretStoreRef: {name: vault, kind: ClusterSecretStore}
            data:
              - {secretKey: user, remoteRef: {key: tenants/shop/mail, property: user}}
              - {secretKey: password, remoteRef: {key: tenants/shop/mail, property: password}}
          status:
            observedGeneration: 1
            target: {name: mail, uid: u}
            keys: {desired: 2, synced: 1, display: 1/2}
            lastError: {class: CLASS, detail: none, since: "2026-11-16T14:00:00Z"}
            conditions:
              - {type: Ready, status: "False", reason: CLASS, message: MESSAGE, lastTransitionTime: "2026-11-16T14:00:00Z"}
              - {type: Synced, status: "False", reason: CLASS, message: MESSAGE, lastTransitionTime: "2026-11-16T14:00:00Z"}
          """;

  @TempDir private Path folder;
  private TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = new TestCluster(folder);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  @Proves("F012")
  void aSyncWhoseStoreLacksABindingNamesTheBindingAndTheCommand() {
    cluster.with(UNBOUND);
    assertThat(cluster.run("explain", "ssy/mail", "-n", "shop"))
        .isEqualTo(
            new Invocation(
                ExitStatus.NOT_READY,
                """
                SecretSync shop/mail   NOT READY   StoreNotReady   (generation 1, observed 1)
                ├─ ✗ SecretStore shop/aws   AuthFailed: The login is refused.
                ├─ ✗ Authenticated   AuthFailed: ServiceAccount shop/app as arn:aws:iam::123456789012:role/secrets. The role's trust policy must name the subject system:serviceaccount:shop:app and the audience sts.amazonaws.com: `aws iam update-assume-role-policy --role-name secrets --policy-document file://trust.json`
                ├─ ✓ ServiceAccount shop/app   exists
                ├─ ✗ Synced   StoreNotReady: SecretStore aws (AuthFailed)
                └─ fix: Read the store's message. Check the credential that the store names, the role at the backend and the mount of the login method; a changed credential Secret is tried at once.
                docs: docs/reference/errors.md#authfailed
                """,
                ""));
  }

  @Test
  void aStoreIsExplainedByItself() {
    cluster.with(UNBOUND);
    Invocation store = cluster.run("explain", "secretstore/aws", "-n", "shop");
    assertThat(store.status()).isEqualTo(ExitStatus.NOT_READY);
    assertThat(store.out())
        .startsWith("SecretStore shop/aws   NOT READY   AuthFailed")
        .contains("system:serviceaccount:shop:app", "✓ ServiceAccount shop/app");
  }

  @Test
  void whatIsNotThereAndWhatMayNotBeSeenIsTold() {
    cluster.with(UNBOUND);
    cluster.client.serviceAccounts().inNamespace("shop").withName("app").delete();
    assertThat(cluster.run("explain", "sst/aws", "-n", "shop").out())
        .contains("✗ ServiceAccount shop/app   does not exist");
    cluster.deny("get", "serviceaccounts");
    assertThat(cluster.run("explain", "sst/aws", "-n", "shop").out())
        .contains("? ServiceAccount shop/app   you lack the right to get it");
    cluster
        .client
        .genericKubernetesResources("keyturn.dev/v1alpha1", "SecretStore")
        .inNamespace("shop")
        .withName("aws")
        .delete();
    assertThat(cluster.run("explain", "ssy/mail", "-n", "shop").out())
        .contains("✗ SecretStore shop/aws   does not exist", "fix: create SecretStore shop/aws\n");
  }

  /** A store of the cluster that names no namespace logs in as each sync's. */
  @Test
  void theAccountsOfEveryProviderAreLookedAt() {
    cluster.with(
        NAMESPACE
            + """
            apiVersion: keyturn.dev/v1alpha1
            kind: ClusterSecretStore
            metadata: {name: copy}
            spec: {provider: {kubernetes: {remoteNamespace: shop, auth: {serviceAccount: {name: reader}}}}}
            """);
    assertThat(cluster.run("explain", "csst/copy", "-n", "shop").out())
        .contains("• ServiceAccount reader   of the namespace of each sync");
    cluster.with(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: mail, namespace: shop}
        spec:
          secretStoreRef: {name: copy, kind: ClusterSecretStore}
          data: [{secretKey: user, remoteRef: {key: mail}}]
        """);
    assertThat(cluster.run("explain", "ssy/mail", "-n", "shop").out())
        .contains("✗ ServiceAccount shop/reader   does not exist");
  }

  @Test
  void whatServesItsLastGoodValueIsExplainedToo() {
    cluster.with(
        failed("AccessDenied", "none")
            .replace("Ready, status: \"False\"", "Ready, status: \"True\""));
    Invocation serving = cluster.run("explain", "ssy/mail", "-n", "shop");
    assertThat(serving.status()).isZero();
    assertThat(serving.out())
        .contains("✗ Synced   AccessDenied", "fix: Grant the read", "#accessdenied");
  }

  /** The whole chain, with the message that the operator writes for such a class. */
  @ParameterizedTest
  @EnumSource(ErrorClass.class)
  @Proves("N07")
  void everyClassIsExplainedAtAnObjectAndByItself(ErrorClass errorClass) throws IOException {
    String message =
        Messages.of(Problem.of(errorClass, "SecretStore vault, key tenants/shop/mail, data[0]"));
    cluster.with(
        CHAIN
            .replace("CLASS", errorClass.name())
            .replace("MESSAGE", new ObjectMapper().writeValueAsString(message)));
    Invocation object = cluster.run("explain", "ssy/mail", "-n", "shop");
    assertThat(object.status()).isEqualTo(ExitStatus.NOT_READY);
    Invocation alone = cluster.run("explain", errorClass.name());
    assertThat(alone.status()).isZero();
    assertGolden(errorClass.name(), object.out() + "\n" + alone.out());
  }

  private static void assertGolden(String name, String text) throws IOException {
    Path file =
        Path.of(
            System.getProperty("keyturn.root"), "cli/src/test/resources/explain", name + ".txt");
    if (Boolean.getBoolean("keyturn.golden.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(text)
        .as("renew %s with -Dkeyturn.golden.update=true", file)
        .isEqualTo(Files.readString(file));
  }

  @Test
  void aScopeThatIsBoundElsewhereOrOpensNothingSaysSo() {
    cluster.with(CHAIN.replace("CLASS", "ScopeDenied").replace("MESSAGE", "\"Not open.\""));
    cluster.with(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: old}
        spec: {tenant: shop, namespaces: {names: [shop]}, ownStores: {allow: true}}
        status:
          namespaces: [{name: shop, uid: u, bound: false}]
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: other}
        spec: {tenant: other, namespaces: {names: [other]}, ownStores: {allow: true}}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: own}
        spec: {tenant: shop, namespaces: {names: [shop]}, ownStores: {allow: true}}
        """);
    assertThat(cluster.run("explain", "ssy/mail", "-n", "shop").out())
        .contains(
            "✗ TenantSecretScope old   is bound to an earlier namespace shop",
            "• TenantSecretScope own   opens none of its stores")
        .doesNotContain("TenantSecretScope other");
    cluster.deny("list", "tenantsecretscopes");
    cluster.deny("list", "deployments");
    assertThat(cluster.run("explain", "ssy/mail", "-n", "shop").out())
        .contains("? TenantSecretScopes   you lack the right to list them", "Secret shop/mail")
        .doesNotContain("Deployment/");
  }

  @Test
  void aDetailSaysMoreThanItsClass() {
    cluster.with(failed("SourceDeleted", "soft-deleted"));
    assertThat(cluster.run("explain", "ssy/mail", "-n", "shop").out())
        .contains("fix: The newest version is deleted and can be restored.\n");
  }

  @Test
  void aReadyObjectNeedsNothing() {
    cluster.with(
        NAMESPACE
            + """
            apiVersion: keyturn.dev/v1alpha1
            kind: SecretStore
            metadata: {name: vault, namespace: shop}
            spec: {provider: {file: {path: /secrets.yaml}}}
            status:
              observedGeneration: 1
              conditions:
                - {type: Ready, status: "True", reason: Valid, message: It answers., lastTransitionTime: "2026-11-16T13:24:00Z"}
            ---
            apiVersion: keyturn.dev/v1alpha1
            kind: SecretSync
            metadata: {name: mail, namespace: shop}
            spec:
              secretStoreRef: {name: vault}
              data: [{secretKey: user, remoteRef: {key: mail}}]
            status:
              observedGeneration: 1
              target: {name: mail, uid: u}
              keys: {desired: 1, synced: 1, display: 1/1}
              conditions:
                - {type: Ready, status: "True", reason: UpToDate, message: Fine., lastTransitionTime: "2026-11-16T14:00:00Z"}
            """);
    assertThat(cluster.run("explain", "ssy/mail", "-n", "shop"))
        .isEqualTo(
            new Invocation(
                ExitStatus.OK,
                """
                SecretSync shop/mail   READY   UpToDate   (generation 1, observed 1)
                ├─ ✓ SecretStore shop/vault   Valid
                └─ ✓ Secret shop/mail   1/1 keys
                """,
                ""));
  }

  @Test
  void jsonHasTheChain() throws IOException {
    cluster.with(UNBOUND);
    JsonNode json =
        new ObjectMapper()
            .readTree(cluster.run("explain", "ssy/mail", "-n", "shop", "-o", "json").out());
    assertThat(json.at("/object/reason").asText()).isEqualTo("StoreNotReady");
    assertThat(json.at("/chain/0/mark").asText()).isEqualTo("broken");
    assertThat(json.at("/fix")).hasSize(1);
  }

  @Test
  void aWordThatIsNeitherObjectNorClassIsRefused() {
    Invocation nothing = cluster.run("explain", "Sesame");
    assertThat(nothing.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(nothing.err()).contains("Sesame", "KIND/NAME");
    assertThat(cluster.run("explain", "ssy/absent").status()).isEqualTo(ExitStatus.CLUSTER);
  }

  private static String failed(String errorClass, String detail) {
    return NAMESPACE
        + """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: mail, namespace: shop}
        spec:
          secretStoreRef: {name: vault}
          data: [{secretKey: user, remoteRef: {key: mail}}]
        status:
          observedGeneration: 1
          lastError: {class: %s, detail: %s, since: "2026-11-16T14:00:00Z"}
          conditions:
            - {type: Ready, status: "False", reason: %s, message: It failed., lastTransitionTime: "2026-11-16T14:00:00Z"}
            - {type: Synced, status: "False", reason: %s, message: It failed., lastTransitionTime: "2026-11-16T14:00:00Z"}
        """
            .formatted(errorClass, detail, errorClass, errorClass);
  }
}
