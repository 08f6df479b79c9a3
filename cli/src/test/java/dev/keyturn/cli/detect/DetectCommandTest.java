package dev.keyturn.cli.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectCommandTest {
  private static final String CANARY = "canary-7f3a9c";

  @TempDir private Path folder;

  @Test
  @Proves("F010")
  void theAddressOfAVaultProposesVault() {
    Invocation run =
        detect(Map.of("VAULT_ADDR", "https://vault.example:8200", "VAULT_TOKEN", CANARY));
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            BACKEND  FOUND BY     SAYS    VALUE
            vault    VAULT_ADDR   server  https://vault.example:8200
            vault    VAULT_TOKEN  -       (not shown)
            """);
    assertThat(run.err()).isEqualTo("next: keyturn init --backend vault\n");
  }

  @Test
  void aValueInTheWrongVariableOrWithAPasswordIsNotShown() throws IOException {
    Files.createDirectories(folder.resolve(".aws"));
    Files.writeString(
        folder.resolve(".aws/config"), "[default]\nregion = " + CANARY + "\nkey=" + CANARY);
    Files.writeString(
        folder.resolve(".infisical.json"), "{\"workspaceId\": \"" + CANARY + "\", \"a\":");
    Files.writeString(folder.resolve(".env"), "PASSWORD=" + CANARY);
    Map<String, String> environment =
        Map.ofEntries(
            Map.entry("HOME", folder.toString()),
            Map.entry("VAULT_ADDR", "https://user:" + CANARY + "@vault.example"),
            Map.entry("AWS_REGION", CANARY),
            Map.entry("AWS_PROFILE", CANARY),
            Map.entry("AWS_ACCESS_KEY_ID", CANARY),
            Map.entry("AWS_ROLE_ARN", CANARY),
            Map.entry("GOOGLE_APPLICATION_CREDENTIALS", CANARY),
            Map.entry("AZURE_CLIENT_ID", CANARY),
            Map.entry("AZURE_CLIENT_SECRET", CANARY),
            Map.entry("INFISICAL_API_URL", "https://" + CANARY + "@x"),
            Map.entry("INFISICAL_TOKEN", CANARY));
    for (String format : new String[] {"table", "json", "yaml"}) {
      Invocation run = Invocation.in(folder, environment, "", "detect", "-o", format);
      assertThat(run.status()).isZero();
      assertThat(run.out()).contains("AWS_REGION", ".env", "INFISICAL_TOKEN");
      assertThat(run.out() + run.err()).doesNotContain(CANARY);
    }
  }

  @Test
  void filesOfTheFolderAndTheRegionOfTheProfileCount() throws IOException {
    Files.createDirectories(folder.resolve(".aws"));
    Files.writeString(
        folder.resolve(".aws/config"),
        "[default]\nregion = us-east-1\n[profile shop]\noutput = json\nregion = eu-west-1\n");
    Files.writeString(folder.resolve(".env.example"), "A=1");
    Invocation run =
        Invocation.in(
            folder,
            Map.of("HOME", folder.toString(), "AWS_PROFILE", "shop"),
            "",
            "detect",
            "-o",
            "json");
    assertThat(run.out())
        .isEqualTo(
            """
            {
              "proposed" : "aws",
              "backends" : [ {
                "backend" : "aws",
                "signs" : [ {
                  "source" : "variable",
                  "name" : "AWS_PROFILE"
                }, {
                  "source" : "file",
                  "name" : "~/.aws/config",
                  "setting" : "region",
                  "value" : "eu-west-1"
                } ]
              }, {
                "backend" : "file",
                "signs" : [ {
                  "source" : "file",
                  "name" : ".env.example",
                  "setting" : "path",
                  "value" : ".env"
                } ]
              } ]
            }
            """);
  }

  @Test
  void betweenTwoServicesAPersonChooses() {
    Invocation run =
        detect(
            Map.of("BAO_ADDR", "https://bao.example", "GCLOUD_PROJECT", "shop-prod"), "-o", "yaml");
    assertThat(run.out())
        .isEqualTo(
            """
            backends:
            - backend: vault
              signs:
              - source: variable
                name: BAO_ADDR
                setting: server
                value: https://bao.example
            - backend: gcp
              signs:
              - source: variable
                name: GCLOUD_PROJECT
                setting: projectId
                value: shop-prod
            """);
    assertThat(run.err())
        .isEqualTo(
            "next: choose one: keyturn init --backend vault, or keyturn init --backend gcp\n");
  }

  @Test
  void nothingIsSaidToBeNothing() {
    Invocation run = detect(Map.of());
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("Nothing here points at a backend.");
    assertThat(detect(Map.of(), "-o", "name").status()).isEqualTo(ExitStatus.USAGE);
  }

  private Invocation detect(Map<String, String> environment, String... more) {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "detect";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return Invocation.in(folder, environment, "", arguments);
  }
}
