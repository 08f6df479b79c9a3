package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.POSTGRES;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.database.RealPostgres;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The manifests of {@code examples/21-seed-samples} as they are, with a real Vault behind them. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT, POSTGRES})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeedSamplesTest {
  private static final Path SAMPLES = SourceTree.root().resolve("examples/21-seed-samples");
  private static final YAMLMapper YAML = new YAMLMapper();

  private Installation installation;
  private OperatorProcess operator;
  private RealPostgres postgres;
  private Objects demo;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault vault, Provision provision) throws IOException {
    postgres = RealPostgres.start(provision);
    installation = Installation.enrolled(cluster, "samples");
    String mount = installation.tenant(0);
    demo = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    values()
        .properties()
        .forEach(
            value -> vault.keyValues().writeJson(mount, "app/" + value.getKey(), value.getValue()));
    vault.access().readPolicy(mount, mount);
    demo.secret("vault-token", "token", vault.access().createToken(Duration.ofHours(1), mount));
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
    demo.apply(Manifests.tokenStore(vault, "backend", mount));
    demo.awaitStore("backend", "True/Valid");
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
    postgres.close();
  }

  /** What stands in the folder, with the database that runs here. */
  private JsonNode values() throws IOException {
    JsonNode values = YAML.readTree(SAMPLES.resolve("values/app.yaml").toFile());
    ((ObjectNode) values.path("database/connection"))
        .put("host", "127.0.0.1")
        .put("port", Integer.toString(postgres.port()))
        .put("database", "postgres")
        .put("username", RealPostgres.ADMIN)
        .put("password", RealPostgres.PASSWORD);
    return values;
  }

  /** Applies the manifests of the file and waits until its syncs are Ready. */
  private void assertReady(String file, String... syncs) throws IOException {
    List<String> found = new ArrayList<>();
    for (String document : Files.readString(SAMPLES.resolve(file)).split("(?m)^---$")) {
      demo.apply(document);
      JsonNode manifest = YAML.readTree(document);
      if (manifest.path("kind").asText().equals("SecretSync")) {
        found.add(manifest.at("/metadata/name").asText());
      }
    }
    assertThat(found).containsExactly(syncs);
    for (String sync : syncs) {
      demo.awaitCondition(sync, Condition.READY, "True/UpToDate");
      assertThat(demo.data(sync)).isNotEmpty();
    }
  }

  @Test
  @Proves("F023")
  void theApiServiceHasItsSecrets() throws IOException {
    assertReady("api.yaml", "api-database", "api-redis", "api-jwt", "api-internal-keys");
  }

  @Test
  @Proves("F024")
  void theAgentsHaveTheirSecrets() throws IOException {
    assertReady(
        "agents.yaml", "agents-database", "agents-s3", "agents-transit", "agents-pack-signing");
  }

  @Test
  @Proves("F025")
  void theAuditServiceHasItsSecrets() throws IOException {
    assertReady("audit.yaml", "audit-database", "audit-archive", "audit-pii-keys");
  }

  /** What lint says of a policy for the pepper, shows LintTest. */
  @Test
  @Proves("F026")
  void theLoginServiceHasItsSecrets() throws IOException {
    assertReady("auth.yaml", "auth-rs256", "auth-refresh-token", "auth-pepper");
  }

  @Test
  @Proves("F027")
  void theUrlOfTheDatabaseOpensIt() throws IOException {
    assertReady("api.yaml", "api-database", "api-redis", "api-jwt", "api-internal-keys");
    Map<String, String> database = demo.data("api-database");
    assertThat(database)
        .containsOnlyKeys("host", "port", "database", "username", "password", "DATABASE_URL");
    assertThat(postgres.opens(database.getOrDefault("DATABASE_URL", ""))).isTrue();
    assertThat(postgres.opens(database.getOrDefault("DATABASE_URL", "").replace(":admin", ":x")))
        .isFalse();
  }

  @Test
  @Proves("F028")
  void theConnectionOfTheCacheHasItsFourParts() throws IOException {
    assertReady("api.yaml", "api-database", "api-redis", "api-jwt", "api-internal-keys");
    assertThat(demo.data("api-redis")).containsOnlyKeys("primary", "reader", "port", "auth_token");
  }

  @Test
  @Proves("F034")
  void theDeploymentFindsItsKeyInTheSecret() throws IOException {
    assertReady("application.yaml", "app-secrets");
    var variable =
        installation
            .client()
            .apps()
            .deployments()
            .inNamespace(demo.namespace())
            .withName("app")
            .get()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getEnv()
            .getFirst()
            .getValueFrom()
            .getSecretKeyRef();
    assertThat(demo.data(variable.getName())).containsKey(variable.getKey());
    assertThat(variable.getKey()).isEqualTo("DATABASE_URL");
  }
}
