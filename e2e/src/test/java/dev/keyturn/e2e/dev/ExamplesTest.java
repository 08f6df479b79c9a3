package dev.keyturn.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.database.RealPostgres;
import dev.keyturn.e2e.process.CommandResult;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultAccess;
import dev.keyturn.e2e.vault.VaultEngines;
import dev.keyturn.e2e.vault.VaultOptions;
import dev.keyturn.operator.provider.aws.MotoBackend;
import dev.keyturn.operator.provider.aws.RealMoto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example, run as its README says, ends with its check. */
@RequiresComponents({Component.KUBECTL, Component.VAULT})
final class ExamplesTest {
  private static final Path EXAMPLES = SourceTree.root().resolve("examples");
  private static final String VAULT_EXAMPLE = "02-vault-kv";
  private static final String DATABASE_EXAMPLE = "03-vault-dynamic-db";
  private static final String AWS_EXAMPLE = "04-aws-secrets-manager";
  private static final String MANY_NAMESPACES_EXAMPLE = "23-cluster-secret-sync";
  private static final Set<String> NEED_A_BACKEND =
      Set.of(VAULT_EXAMPLE, DATABASE_EXAMPLE, AWS_EXAMPLE, "26-cluster-stores");

  /** They need an account of somebody's; the operator's tests apply them to fakes. */
  private static final Set<String> IN_THE_CLOUD =
      Set.of("05-gcp", "06-azure", "07-infisical", "24-short-lived-tokens");

  private static final String MOTO = "http://127.0.0.1:5000";
  private static final String DEV_SERVER = "http://127.0.0.1:8200";

  /** The examples that need nothing but {@code keyturn dev}. */
  static List<String> selfContained() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !NEED_A_BACKEND.contains(name) && !IN_THE_CLOUD.contains(name))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("selfContained")
  void theCheckOfTheExamplePasses(String example, Provision provision) {
    String number = example.substring(0, example.indexOf('-'));
    try (DevProcess dev =
        DevProcess.start(provision.program(Component.KUBECTL), List.of("--example", number))) {
      assertPasses(dev, dev.check(EXAMPLES.resolve(example)));
    }
  }

  @Test
  void theExampleOfManyNamespacesFollowsItsLabels(Provision provision) {
    Path example = EXAMPLES.resolve(MANY_NAMESPACES_EXAMPLE);
    try (DevProcess dev =
        DevProcess.start(provision.program(Component.KUBECTL), List.of("--example", "23"))) {
      assertPasses(dev, dev.check(example));
      dev.kubectl("", "label", "namespace", "shop-jobs", "team-");
      CommandResult check = dev.check(example);
      assertPasses(dev, check);
      assertThat(check.output()).contains("shop-web").doesNotContain("shop-jobs");
    }
  }

  @Test
  void theVaultExampleWorksWithItsPolicyAndBothOfItsLoginsByValue(Provision provision)
      throws IOException {
    Path example = EXAMPLES.resolve(VAULT_EXAMPLE);
    try (RealVault vault = RealVault.start(provision, VaultOptions.plain());
        DevProcess dev =
            DevProcess.start(
                provision.program(Component.KUBECTL),
                List.of("--example", "02", "--endpoints-allow", vault.url().toString()))) {
      vault.keyValues().mount("secret", 2);
      vault
          .keyValues()
          .write("secret", "shop/database", Map.of("host", "h", "username", "u", "password", "p"));
      vault.access().policy("shop", Files.readString(example.resolve("policy.hcl")));

      String token = vault.access().createToken(Duration.ofHours(1), "shop");
      credential(dev, "vault-token", Map.of("token", token));
      dev.kubectl(login(vault, "token.yaml"), "apply", "-f", "-");
      assertPasses(dev, dev.check(example));

      dev.kubectl("", "delete", "-n", "demo", "secretstore/vault", "secret/database");
      vault.access().enableAppRole("approle");
      VaultAccess.AppRole role =
          vault.access().appRole("approle", "demo", Duration.ofHours(1), "shop");
      credential(
          dev, "vault-approle", Map.of("role-id", role.roleId(), "secret-id", role.secretId()));
      dev.kubectl(login(vault, "approle.yaml"), "apply", "-f", "-");
      assertPasses(dev, dev.check(example));
    }
  }

  @Test
  @RequiresComponents({Component.KUBECTL, Component.VAULT, Component.POSTGRES})
  void theDatabaseExampleIssuesAUserWithNoMoreThanItsPolicy(Provision provision)
      throws IOException {
    Path example = EXAMPLES.resolve(DATABASE_EXAMPLE);
    try (RealVault vault = RealVault.start(provision, VaultOptions.plain());
        RealPostgres postgres = RealPostgres.start(provision);
        DevProcess dev =
            DevProcess.start(
                provision.program(Component.KUBECTL),
                List.of("--example", "03", "--endpoints-allow", vault.url().toString()))) {
      vault.keyValues().mount("secret", 2);
      new VaultEngines(vault)
          .postgres("database", postgres, Duration.ofHours(1), Duration.ofHours(24));
      vault.access().policy("shop", Files.readString(example.resolve("policy.hcl")));
      String token = vault.access().createToken(Duration.ofHours(48), "shop");
      credential(dev, "shop", "vault-token", Map.of("token", token));
      dev.kubectl(
          login(vault, "token.yaml").replace("namespace: demo", "namespace: shop"),
          "apply",
          "-f",
          "-");
      assertPasses(dev, dev.check(example));
    }
  }

  @Test
  void theAwsExampleReadsWhatMotoKeeps(Provision provision) throws IOException {
    Path example = EXAMPLES.resolve(AWS_EXAMPLE);
    try (RealMoto moto = new RealMoto();
        MotoBackend aws = new MotoBackend(moto);
        DevProcess dev =
            DevProcess.start(
                provision.program(Component.KUBECTL),
                List.of("--example", "04", "--endpoints-allow", moto.uri().toString()))) {
      aws.putObject("shop/database", "{\"host\":\"h\",\"username\":\"u\",\"password\":\"p\"}");
      credential(
          dev,
          "aws-key",
          Map.of("access-key-id", moto.accessKeyId(), "secret-access-key", moto.secretAccessKey()));
      String store = Files.readString(example.resolve("logins/local.yaml"));
      assertThat(store).contains("region: eu-west-1", MOTO);
      dev.kubectl(
          store
              .replace("region: eu-west-1", "region: " + aws.region())
              .replace(MOTO, moto.uri().toString()),
          "apply",
          "-f",
          "-");
      assertPasses(dev, dev.check(example));
    }
  }

  private static void credential(DevProcess dev, String name, Map<String, String> values) {
    credential(dev, "demo", name, values);
  }

  private static void credential(
      DevProcess dev, String namespace, String name, Map<String, String> values) {
    StringBuilder manifest =
        new StringBuilder(
            "apiVersion: v1\nkind: Secret\nmetadata: {name: %s, namespace: %s}\nstringData:\n"
                .formatted(name, namespace));
    values.forEach((key, value) -> manifest.append("  %s: \"%s\"\n".formatted(key, value)));
    dev.kubectl(manifest.toString(), "apply", "-f", "-");
  }

  private static String login(RealVault vault, String file) throws IOException {
    String manifest = Files.readString(EXAMPLES.resolve(VAULT_EXAMPLE).resolve("logins/" + file));
    assertThat(manifest).contains(DEV_SERVER);
    return manifest.replace(DEV_SERVER, vault.url().toString());
  }

  private static void assertPasses(DevProcess dev, CommandResult check) {
    assertThat(check.exit()).as(check.output() + dev.printed()).isZero();
    assertThat(check.output()).contains("ok: ");
  }
}
