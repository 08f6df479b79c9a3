package dev.keyturn.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.TestCluster;
import dev.keyturn.cli.detect.Backend;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitCommandTest {
  /** What each setting may be taken from, and a credential that is not. */
  private static final Map<String, String> EVERYTHING =
      Map.of(
          "VAULT_ADDR", "https://vault.example:8200",
          "VAULT_NAMESPACE", "team/shop",
          "AWS_REGION", "eu-central-1",
          "AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/shop",
          "GOOGLE_CLOUD_PROJECT", "shop-prod",
          "AZURE_KEYVAULT_NAME", "shop-kv",
          "AZURE_TENANT_ID", "11111111-2222-3333-4444-555555555555",
          "AZURE_CLIENT_ID", "66666666-2222-3333-4444-555555555555",
          "INFISICAL_API_URL", "https://infisical.example/api",
          "VAULT_TOKEN", "canary-7f3a9c");

  @TempDir private Path folder;

  @Proves("F038")
  @ParameterizedTest
  @EnumSource
  void whatIsWrittenPassesLint(Backend backend) {
    Invocation written =
        Invocation.in(folder, EVERYTHING, "", "init", "--backend=" + backend, "--out=shop");
    assertThat(written.status()).as(written.err()).isZero();
    Invocation lint = Invocation.in(folder, "lint", "--strict", "shop");
    assertThat(lint.status()).as(lint.out() + lint.err()).isZero();
  }

  @Test
  @Proves("F010")
  void theDetectedVaultBecomesAStoreAndASync() {
    Invocation run =
        Invocation.in(
            folder,
            Map.of("VAULT_ADDR", "https://vault.example:8200"),
            "",
            "init",
            "--name=shop",
            "-n=shop",
            "--keys=shop/db,shop/mail#smtp_password");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            apiVersion: keyturn.dev/v1alpha1
            kind: SecretStore
            metadata:
              name: vault
              namespace: shop
            spec:
              provider:
                vault:
                  # from VAULT_ADDR
                  server: https://vault.example:8200
                  # check: the mount of the key-value engine; of version 1 add version: v1
                  path: secret
                  auth:
                    kubernetes:
                      # check: the mount of Vault's Kubernetes login
                      mountPath: kubernetes
                      # check: the role there that this ServiceAccount may take
                      role: shop
                      serviceAccountRef:
                        # check: a ServiceAccount of this namespace
                        name: shop
            ---
            apiVersion: keyturn.dev/v1alpha1
            kind: SecretSync
            metadata:
              name: shop
              namespace: shop
            spec:
              secretStoreRef:
                name: vault
              # the Secret has the name of the sync; target.name is for another one
              data:
                - secretKey: smtp_password
                  remoteRef:
                    key: shop/mail
                    property: smtp_password
              # each property becomes a key of the Secret
              dataFrom:
                - extract:
                    key: shop/db
            """);
  }

  @Test
  void whatIsWrittenForEachBackendIsAcceptedByTheSchema() {
    try (TestCluster cluster = new TestCluster(folder)) {
      for (Backend backend : Backend.values()) {
        for (Map<String, String> environment : List.of(EVERYTHING, Map.<String, String>of())) {
          cluster.apply(skeleton(environment, backend, "--name=shop"));
          cluster.apply(skeleton(environment, backend, "--keys=0x1,a/on,b/on,c#no,d:e"));
        }
      }
    }
  }

  private String skeleton(Map<String, String> environment, Backend backend, String more) {
    Invocation run =
        Invocation.in(folder, environment, "", "init", "--backend=" + backend, "-n=default", more);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).doesNotContain("canary");
    return run.out();
  }

  @Test
  void aFileThatIsThereIsKept() throws IOException {
    Files.writeString(folder.resolve("sync.yaml"), "mine");
    Invocation refused = init("--backend=file", "--out=.");
    assertThat(refused.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(refused.err()).contains("sync.yaml is there already").contains("--force");
    assertThat(folder.resolve("store.yaml")).doesNotExist();
    assertThat(folder.resolve("sync.yaml")).hasContent("mine");

    assertThat(init("--backend=file", "--out=.", "--force").status()).isZero();
    assertThat(folder.resolve("store.yaml")).content().contains("path: secrets.yaml");
    assertThat(folder.resolve("sync.yaml")).content().contains("key: secrets");
    assertThat(init("--backend=env", "--out=new/both.yaml").status()).isZero();
    assertThat(folder.resolve("new/both.yaml")).content().contains("SecretStore", "SecretSync");
  }

  @Test
  void withoutOneBackendNothingIsWritten() {
    Invocation none = init("--out=all.yaml");
    assertThat(none.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(none.err()).contains("nothing here points at a backend");
    Invocation several = Invocation.in(folder, EVERYTHING, "", "init", "--out=all.yaml");
    assertThat(several.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(several.err()).contains("vault, aws, gcp, azure, infisical");
    assertThat(init("--backend=env", "--keys=a##").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(init("--backend=env", "--name=No").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(folder).isEmptyDirectory();
  }

  private Invocation init(String... more) {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "init";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return Invocation.in(folder, arguments);
  }
}
