package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBECTL;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.CustomResources;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.CommandResult;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultOptions;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/28-namespace-stores} before a real Vault and a real API server. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBECTL, VAULT})
class NamespaceStoresTest {
  private static final List<String> NAMESPACES = List.of("app", "monitoring", "logging");
  private static final String ACCOUNT = "secrets-reader";

  /** The rights in Kubernetes are counted by ChartRightsTest, with the same values. */
  @Test
  @Proves("F016")
  void eachNamespaceReadsItsPartByAnIdentityThatReadsNothingElse(
      RealControlPlane cluster, Provision provision, @TempDir Path folder) throws IOException {
    CustomResources.install(cluster);
    try (RealVault vault = RealVault.start(provision, VaultOptions.plain())) {
      VaultExample example =
          VaultExample.copied("28-namespace-stores", folder, cluster, vault, provision);
      example.kubectl("apply", "-f", example.file("namespaces.yaml").toString());
      try (Installation installation =
              Installation.of(cluster, example.file("values.yaml"), NAMESPACES);
          OperatorProcess operator =
              installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
        prepare(vault, example, installation);
        for (String file : List.of("stores.yaml", "syncs.yaml")) {
          example.kubectl("apply", "-f", example.file(file).toString());
        }
        CommandResult check = example.check();
        assertThat(check.exit()).as(check.output() + operator.log()).isZero();
        assertThat(check.output().lines()).hasSize(NAMESPACES.size());

        assertNoIdentityReadsWhatIsAnothers(example);
        assertAStoreThatWantsMoreGetsNothing(example, installation);
      }
    }
  }

  private static void prepare(RealVault vault, VaultExample example, Installation installation)
      throws IOException {
    vault.keyValues().mount("secret", 2);
    example.enableLogins(installation.namespace());
    for (String namespace : NAMESPACES) {
      example.role(namespace, namespace, ACCOUNT, namespace);
    }
    write(vault, "app/database", Map.of("host", "h", "username", "u", "password", "p"));
    write(vault, "monitoring/grafana", Map.of("username", "u", "password", "p"));
    write(vault, "logging/storage", Map.of("access-key-id", "i", "secret-access-key", "k"));
  }

  private static void write(RealVault vault, String key, Map<String, String> values) {
    vault.keyValues().write("secret", key, values);
  }

  private static void assertNoIdentityReadsWhatIsAnothers(VaultExample example) {
    Map<String, String> keys =
        Map.of(
            "app",
            "app/database",
            "monitoring",
            "monitoring/grafana",
            "logging",
            "logging/storage");
    for (String reader : NAMESPACES) {
      for (String owner : NAMESPACES) {
        boolean own = reader.equals(owner);
        assertThat(example.ask(reader, ACCOUNT, reader, keys.getOrDefault(owner, "")))
            .as("%s reads what is %s's", reader, owner)
            .isEqualTo(own ? "200" : "403");
        assertThat(example.ask(reader, ACCOUNT, owner, keys.getOrDefault(owner, "")))
            .as("%s takes the role of %s", reader, owner)
            .isEqualTo(own ? "200" : "no login");
      }
    }
  }

  /** As the page says: another folder is denied, another role is no login. */
  private static void assertAStoreThatWantsMoreGetsNothing(
      VaultExample example, Installation installation) {
    Objects monitoring = new Objects(installation.client(), "monitoring");
    patch(example, "{\"spec\":{\"keyPrefix\":\"app/\"}}");
    monitoring.request("grafana-admin");
    monitoring.awaitCondition("grafana-admin", Condition.SYNCED, "False/AccessDenied");
    patch(
        example,
        "{\"spec\":{\"provider\":{\"vault\":{\"auth\":{\"kubernetes\":{\"role\":\"app\"}}}}}}");
    monitoring.awaitStore("vault", "False/AuthFailed");
    assertThat(monitoring.data("grafana-admin")).containsEntry("username", "u");
  }

  private static void patch(VaultExample example, String patch) {
    example.kubectl("patch", "-n", "monitoring", "sst", "vault", "--type=merge", "-p", patch);
  }
}
