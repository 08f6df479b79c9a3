package dev.keyturn.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.TestCluster;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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

  private static final Path GOLDEN =
      Path.of(System.getProperty("keyturn.root"), "cli/src/test/resources/explain");

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

  @ParameterizedTest
  @EnumSource(ErrorClass.class)
  void everyClassIsExplainedAtAnObjectAndByItself(ErrorClass errorClass) {
    cluster.with(failed(errorClass.name(), "none"));
    ErrorText text = ErrorText.find(errorClass.name()).orElseThrow();
    Invocation object = cluster.run("explain", "ssy/mail", "-n", "shop");
    assertThat(object.status()).isEqualTo(ExitStatus.NOT_READY);
    assertThat(object.out()).contains("fix: " + text.action(), "docs: " + text.page());
    Invocation alone = cluster.run("explain", errorClass.name());
    assertThat(alone.status()).isZero();
    assertThat(alone.out()).contains(text.cause(), text.action(), text.next());
  }

  /** What stands in the way of a sync, for each class at the link of the chain where it shows. */
  @Test
  @Proves("N07")
  void everyClassHasItsChainCauseAndFix() throws IOException {
    StringBuilder all = new StringBuilder();
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
            """);
    for (ErrorClass errorClass : ErrorClass.values()) {
      String name = errorClass.name().toLowerCase(Locale.ROOT);
      cluster.with(chained(name, errorClass));
      Invocation object = cluster.run("explain", "ssy/" + name, "-n", "shop");
      assertThat(object.err()).isEmpty();
      all.append(object.out()).append(cluster.run("explain", errorClass.name()).out()).append('\n');
    }
    Path golden = GOLDEN.resolve("classes.txt");
    if (Boolean.getBoolean("keyturn.golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, all);
    }
    assertThat(all.toString())
        .as("run again with -Dkeyturn.golden.update=true")
        .isEqualTo(Files.readString(golden));
  }

  /** With the condition that says it: of the scope, of the workloads, or of the last attempt. */
  private static String chained(String name, ErrorClass errorClass) {
    String said =
        switch (errorClass) {
          case ScopeDenied -> "ScopeAllowed";
          case Conflict -> "WorkloadsUpdated";
          case NotFound -> "Pushed";
          default -> "Synced";
        };
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretSync
    metadata: {name: %1$s, namespace: shop}
    spec:
      secretStoreRef: {name: vault}
      data: [{secretKey: user, remoteRef: {key: shop/mail}}]
    status:
      observedGeneration: 1
      target: {name: mail, uid: u}
      keys: {desired: 2, synced: 1, display: 1/2}
      lastError: {class: %2$s, detail: none, since: "2026-11-16T14:00:00Z"}
      conditions:
        - {type: Ready, status: "False", reason: %2$s, message: It failed., lastTransitionTime: "2026-11-16T14:00:00Z"}
        - {type: %3$s, status: "False", reason: %2$s, message: "data[0], key shop/mail", lastTransitionTime: "2026-11-16T14:00:00Z"}
    """
        .formatted(name, errorClass, said);
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
