package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBECTL;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.POSTGRES;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.database.RealPostgres;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.Answer;
import dev.keyturn.e2e.process.Command;
import dev.keyturn.e2e.process.CommandResult;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultEngines;
import dev.keyturn.e2e.vault.VaultOptions;
import dev.keyturn.operator.provider.aws.MotoBackend;
import dev.keyturn.operator.provider.aws.RealMoto;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The manifests and policies of {@code examples/26-cluster-stores} as they are, before a real Vault
 * that asks a real API server for its logins, a real PostgreSQL and moto. What differs: addresses,
 * the region, the names of the two namespaces.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBECTL, VAULT, POSTGRES})
class ClusterStoresTest {
  private static final Path EXAMPLE = SourceTree.root().resolve("examples/26-cluster-stores");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> OF_VAULT = List.of("kv", "database", "transit");
  private static final List<String> ACCOUNTS =
      List.of("vault-kv", "vault-database", "vault-transit", "aws-secrets-manager");
  private static final List<String> STORES =
      List.of("vault", "vault-database", "vault-transit", "aws-secrets-manager");
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  @Proves("F015")
  void theStoresBecomeReadyAndServeTheNamespaceThatTheScopeOpensThemTo(
      RealControlPlane cluster, Provision provision) throws IOException {
    try (RealVault vault = RealVault.start(provision, VaultOptions.plain());
        RealPostgres postgres = RealPostgres.start(provision);
        RealMoto moto = new RealMoto();
        MotoBackend aws = new MotoBackend(moto);
        Installation installation =
            Installation.enrolled(cluster, ACCOUNTS, "stores-platform", "stores-shop");
        OperatorProcess operator =
            installation.start("keyturn-0", "--endpoints-allow", vault.url() + "," + moto.uri())) {
      String platform = installation.tenant(0);
      ACCOUNTS.forEach(account -> cluster.createServiceAccount(platform, account));
      fill(vault, postgres, aws);
      logins(cluster, vault, platform);
      // AWS asks for no signature where a token is exchanged.
      moto.asksForSignatures(false);
      try {
        for (String file : List.of("stores.yaml", "scope.yaml", "syncs.yaml")) {
          apply(installation, adapted(file, vault, moto, aws, installation));
        }
        CommandResult check = check(cluster, provision, installation);
        assertThat(check.exit()).as(check.output() + operator.log()).isZero();
        STORES.forEach(store ->
            assertThat(check.output()).contains("ok: ClusterSecretStore " + store + " is Ready"));
        Map<String, String> user =
            new Objects(installation.client(), installation.tenant(1)).data("database-user");
        assertThat(
                postgres.canLogIn(
                    user.getOrDefault("username", ""), user.getOrDefault("password", "")))
            .isTrue();
      } finally {
        remove(installation.client());
      }
    }
  }

  private static void fill(RealVault vault, RealPostgres postgres, MotoBackend aws) {
    vault.keyValues().mount("secret", 2);
    vault
        .keyValues()
        .write(
            "secret",
            "app/database/connection",
            Map.of("host", "h", "username", "u", "password", "p"));
    VaultEngines engines = new VaultEngines(vault);
    engines.postgres("database", postgres, HOUR, Duration.ofHours(24));
    engines.transit("transit", "agents");
    aws.putObject("app/llm/openai", "{\"api_key\":\"sample\"}");
  }

  private static void logins(RealControlPlane cluster, RealVault vault, String platform)
      throws IOException {
    cluster.createServiceAccount(platform, "reviewer");
    cluster.bindClusterRole(platform, "reviewer", "system:auth-delegator");
    String reviewer =
        cluster.serviceAccountToken(platform, "reviewer", HOUR, "https://kubernetes.default.svc");
    vault.access().enableKubernetes("kubernetes", cluster, reviewer);
    for (String part : OF_VAULT) {
      String name = "keyturn-" + part;
      vault.access().policy(name, Files.readString(EXAMPLE.resolve("vault/" + part + ".hcl")));
      vault
          .access()
          .kubernetesRole("kubernetes", name, platform, "vault-" + part, "vault", HOUR, name);
    }
  }

  private static String adapted(
      String file, RealVault vault, RealMoto moto, MotoBackend aws, Installation installation)
      throws IOException {
    return Files.readString(EXAMPLE.resolve(file))
        .replace("https://vault.vault.svc:8200", vault.url().toString())
        .replace(
            "      region: eu-west-1\n",
            "      region: %s\n      endpoint: %s\n".formatted(aws.region(), moto.uri()))
        .replace("namespace: platform\n", "namespace: " + installation.tenant(0) + "\n")
        .replace("namespace: shop\n", "namespace: " + installation.tenant(1) + "\n")
        .replace("      - shop\n", "      - " + installation.tenant(1) + "\n");
  }

  private static void apply(Installation installation, String manifests) {
    Objects shop = new Objects(installation.client(), installation.tenant(1));
    for (String document : manifests.split("(?m)^---$")) {
      shop.apply(document);
    }
  }

  /** As it stands in the repository, but for the name of the namespace. */
  private static CommandResult check(
      RealControlPlane cluster, Provision provision, Installation installation) throws IOException {
    Path check = Files.createTempFile("check", "");
    try {
      Files.writeString(
          check,
          Files.readString(EXAMPLE.resolve("check"))
              .replace("-n shop", "-n " + installation.tenant(1)));
      Path kubectl = provision.program(KUBECTL);
      return new Command(
              List.of("/bin/sh", check.toString()),
              Map.of(
                  "KUBECONFIG",
                  cluster.adminKubeconfig().toString(),
                  "PATH",
                  kubectl.getParent() + ":" + System.getenv("PATH")),
              "")
          .run(Duration.ofMinutes(3));
    } finally {
      Files.delete(check);
    }
  }

  /** What belongs to no namespace. */
  private static void remove(KubernetesClient client) {
    STORES.forEach(store -> client.resources(ClusterSecretStore.class).withName(store).delete());
    client.resources(TenantSecretScope.class).withName("shop").delete();
  }

  @Test
  void theAgentsUseTheTransitKeyThatTheStoreRotatesAndNeitherDoesWhatTheOtherMay(
      Provision provision) throws IOException {
    try (RealVault vault = RealVault.start(provision, VaultOptions.plain())) {
      new VaultEngines(vault).transit("transit", "agents");
      HttpCaller agents = vault.as(token(vault, "agents"));
      HttpCaller store = vault.as(token(vault, "transit"));
      ObjectNode plain = JSON.createObjectNode().put("plaintext", "c2FtcGxl");
      Answer encrypted = agents.post("/v1/transit/encrypt/agents", plain).orThrow();
      String text = encrypted.json().at("/data/ciphertext").asText();
      ObjectNode cipher = JSON.createObjectNode().put("ciphertext", text);

      assertThat(agents.post("/v1/transit/keys/agents/rotate", JSON.createObjectNode()).status())
          .isEqualTo(403);
      assertThat(agents.get("/v1/transit/keys/agents").status()).isEqualTo(403);
      assertThat(store.post("/v1/transit/decrypt/agents", cipher).status()).isEqualTo(403);
      assertThat(store.post("/v1/transit/encrypt/agents", plain).status()).isEqualTo(403);

      store.post("/v1/transit/keys/agents/rotate", JSON.createObjectNode()).orThrow();
      assertThat(
              store
                  .get("/v1/transit/keys/agents")
                  .orThrow()
                  .json()
                  .at("/data/latest_version")
                  .asInt())
          .isEqualTo(2);
      assertThat(
              agents
                  .post("/v1/transit/decrypt/agents", cipher)
                  .orThrow()
                  .json()
                  .at("/data/plaintext")
                  .asText())
          .isEqualTo("c2FtcGxl");
    }
  }

  private static String token(RealVault vault, String policy) throws IOException {
    vault.access().policy(policy, Files.readString(EXAMPLE.resolve("vault/" + policy + ".hcl")));
    return vault.access().createToken(HOUR, policy);
  }
}
