package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBECTL;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.CustomResources;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.CommandResult;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultOptions;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The overlays of {@code examples/27-environments}, built and applied by kubectl, before a real
 * Vault that asks a real API server for its logins.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBECTL, VAULT})
class EnvironmentsTest {
  private static final String ACCOUNT = "shop";
  private static final String LABEL = "environment";

  /** What differs: the name is that of the overlay. */
  private record Environment(String name, String interval) {
    String namespace() {
      return "shop-" + name;
    }

    String store() {
      return "vault-" + name;
    }
  }

  private static final List<Environment> ENVIRONMENTS =
      List.of(
          new Environment("dev", "1m"),
          new Environment("staging", "15m"),
          new Environment("prod", "1h"));
  private static final Environment DEV = ENVIRONMENTS.getFirst();

  /** What the command line makes of the label, StatusCommandTest shows. */
  @Test
  @Proves({"F021", "F039"})
  void eachOverlayGivesItsEnvironmentAStoreThatNoOtherOneCanUse(
      RealControlPlane cluster, Provision provision, @TempDir Path folder) throws IOException {
    CustomResources.install(cluster);
    try (RealVault vault = RealVault.start(provision, VaultOptions.plain())) {
      VaultExample example =
          VaultExample.copied("27-environments", folder, cluster, vault, provision);
      example.kubectl("apply", "-k", example.file("all").toString());
      try (Installation installation =
              Installation.of(
                  cluster,
                  example.file("values.yaml"),
                  ENVIRONMENTS.stream().map(Environment::namespace).toList());
          OperatorProcess operator =
              installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
        prepare(vault, example, installation);
        ENVIRONMENTS.forEach(it ->
            example.kubectl("apply", "-k", example.file("overlays").resolve(it.name()).toString()));

        CommandResult check = example.check();
        assertThat(check.exit()).as(check.output() + operator.log()).isZero();
        ENVIRONMENTS.forEach(it -> assertOwn(example, installation.client(), it));
        assertKeptApartByVault(example);
        assertKeptApartByTheScope(example, installation);
      } finally {
        example.kubectl("delete", "-k", example.file("all").toString(), "--ignore-not-found");
      }
    }
  }

  private static void prepare(RealVault vault, VaultExample example, Installation installation)
      throws IOException {
    vault.keyValues().mount("secret", 2);
    example.enableLogins(installation.namespace());
    for (Environment it : ENVIRONMENTS) {
      vault
          .keyValues()
          .write(
              "secret",
              it.name() + "/database",
              Map.of("host", it.name(), "username", "u", "password", "p"));
      example.role(it.namespace(), it.name(), ACCOUNT, it.namespace());
    }
    vault
        .keyValues()
        .write("secret", "all/mail", Map.of("server", "mail.example.com", "password", "p"));
    example.role(
        "shop-all",
        "all",
        ACCOUNT,
        String.join(",", ENVIRONMENTS.stream().map(Environment::namespace).toList()));
  }

  /** All that has the label of an environment, and its values. */
  private static void assertOwn(
      VaultExample example, KubernetesClient client, Environment environment) {
    String name = environment.name();
    List<SecretStore> stores =
        client
            .resources(SecretStore.class)
            .inAnyNamespace()
            .withLabel(LABEL, name)
            .list()
            .getItems();
    assertThat(names(stores)).containsExactly(environment.namespace() + "/" + environment.store());
    assertThat(
            example.kubectl(
                "get",
                "-n",
                environment.namespace(),
                "sst",
                environment.store(),
                "-o",
                "jsonpath={.spec.provider.vault.path}/{.spec.keyPrefix}"
                    + " {.spec.provider.vault.auth.kubernetes.role}"))
        .isEqualTo("secret/" + name + "/ " + environment.namespace());

    List<SecretSync> syncs =
        client
            .resources(SecretSync.class)
            .inAnyNamespace()
            .withLabel(LABEL, name)
            .list()
            .getItems();
    assertThat(names(syncs))
        .containsExactlyInAnyOrder(
            environment.namespace() + "/database-" + name,
            environment.namespace() + "/mail-" + name);
    assertThat(syncs)
        .allSatisfy(
            sync -> assertThat(sync.getSpec().refreshInterval()).isEqualTo(environment.interval()));
    assertThat(syncs)
        .extracting(sync -> sync.getSpec().secretStoreRef().name())
        .containsExactlyInAnyOrder(environment.store(), "shop-all");

    Objects namespace = new Objects(client, environment.namespace());
    assertThat(namespace.data("database")).containsEntry("host", name);
    assertThat(namespace.data("mail")).containsEntry("server", "mail.example.com");
  }

  private static List<String> names(List<? extends HasMetadata> objects) {
    return objects.stream()
        .map(it -> it.getMetadata().getNamespace() + "/" + it.getMetadata().getName())
        .toList();
  }

  /** The identity of dev, without Keyturn in between. */
  private static void assertKeptApartByVault(VaultExample example) {
    assertThat(example.ask("shop-dev", ACCOUNT, "shop-dev", "dev/database")).isEqualTo("200");
    assertThat(example.ask("shop-dev", ACCOUNT, "shop-dev", "prod/database")).isEqualTo("403");
    assertThat(example.ask("shop-dev", ACCOUNT, "shop-all", "prod/database")).isEqualTo("403");
    assertThat(example.ask("shop-dev", ACCOUNT, "shop-prod", "prod/database"))
        .isEqualTo("no login");
    assertThat(example.ask("shop-prod", ACCOUNT, "shop-prod", "prod/database")).isEqualTo("200");
  }

  /**
   * Whoever may write in dev's namespace lets its store lead to prod's folder, or makes another.
   */
  private static void assertKeptApartByTheScope(VaultExample example, Installation installation) {
    Objects dev = new Objects(installation.client(), DEV.namespace());
    example.kubectl(
        "patch",
        "-n",
        "shop-dev",
        "sst",
        "vault-dev",
        "--type=merge",
        "-p",
        "{\"spec\":{\"keyPrefix\":\"prod/\"}}");
    dev.request("database-dev");
    dev.awaitCondition("database-dev", Condition.SYNCED, "False/ScopeDenied");
    assertThat(dev.data("database")).containsEntry("host", "dev");

    dev.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: another}
        spec:
          provider: {vault: {server: "https://vault.example.com", path: secret,
            auth: {kubernetes: {role: shop-prod, serviceAccountRef: {name: shop}}}}}
        """);
    dev.awaitStore("another", "False/ScopeDenied");
  }
}
