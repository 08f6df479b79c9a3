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
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.Command;
import dev.keyturn.e2e.process.CommandResult;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/how-to/schedule-refreshes.md tells a pipeline to do, done as it stands there. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBECTL, VAULT})
class PipelineTest {
  private static final Path PAGE = SourceTree.root().resolve("docs/how-to/schedule-refreshes.md");
  private static final String SECTION = "## From a pipeline that has just written";

  @Test
  @Proves("P064")
  void aPipelineHasAValueReadThatItHasJustWrittenAndHearsWhereThatFails(
      RealControlPlane cluster, RealVault vault, Provision provision) throws IOException {
    try (Installation installation = Installation.enrolled(cluster, "pipeline");
        OperatorProcess _ =
            installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
      String namespace = installation.tenant(0);
      Objects shop = new Objects(installation.client(), namespace);
      vault.keyValues().mount(namespace, 2);
      vault.keyValues().write(namespace, "database", Map.of("password", "one"));
      shop.secret("vault-token", "token", vault.rootToken());
      shop.apply(Manifests.tokenStore(vault, "vault", namespace));
      shop.apply(Manifests.extract("database", "vault", "30d", "database"));
      shop.awaitData("database", Map.of("password", "one"));
      for (String object : block("yaml", namespace).split("---\n")) {
        shop.apply(object);
      }
      Path kubectl = provision.program(KUBECTL);
      Path login = cluster.serviceAccountKubeconfig(namespace, "pipeline");

      vault.keyValues().write(namespace, "database", Map.of("password", "two"));
      shell(kubectl, login, block("sh", namespace)).orThrow();
      assertThat(shop.data("database")).isEqualTo(Map.of("password", "two"));

      vault.keyValues().deleteCompletely(namespace, "database");
      assertThat(shell(kubectl, login, block("sh", namespace)).successful()).isFalse();
      assertThat(shop.condition("database", Condition.SYNCED)).startsWith("False/");

      assertThat(shell(kubectl, login, "kubectl get secret database -n " + namespace).output())
          .contains("Forbidden");
    }
  }

  private static CommandResult shell(Path kubectl, Path login, String script) {
    Map<String, String> environment =
        Map.of(
            "PATH",
            kubectl.getParent() + ":" + System.getenv("PATH"),
            "KUBECONFIG",
            login.toString());
    return new Command(List.of("sh", "-e", "-c", script), environment, "")
        .run(Duration.ofMinutes(2));
  }

  /** The section's block of code in this language, for the namespace. */
  private static String block(String language, String namespace) throws IOException {
    String page = Files.readString(PAGE);
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(page.substring(page.indexOf(SECTION)));
    assertThat(block.find()).isTrue();
    return block
        .group(1)
        .replace("namespace: shop", "namespace: " + namespace)
        .replace("-n shop", "-n " + namespace);
  }
}
