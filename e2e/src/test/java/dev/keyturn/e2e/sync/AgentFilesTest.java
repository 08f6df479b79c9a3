package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The files of {@code examples/22-agent-injector-equivalents} beside those of a real Vault Agent.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class AgentFilesTest {
  private static final Path EXAMPLE =
      SourceTree.root().resolve("examples/22-agent-injector-equivalents");

  /**
   * What stands in annotations of the injector. The second goes through the secret as the
   * injector's own template does, but by {@code .Data.data}: that one goes through {@code .Data},
   * and of version 2 writes {@code data: map[...]}.
   */
  private static final Map<String, String> AGENT_TEMPLATES =
      Map.of(
          "database.env",
          """
          {{ with secret "%s" }}export DB_USER={{ .Data.data.username | printf "%%q" }}
          export DB_PASSWORD={{ .Data.data.password | printf "%%q" }}
          {{ end }}\
          """,
          "database",
          """
          {{ with secret "%s" }}{{ range $k, $v := .Data.data }}{{ $k }}: {{ $v }}
          {{ end }}{{ end }}
          """,
          "database.json",
          """
          {{ with secret "%s" }}{{ .Data.data | toJSON }}{{ end }}\
          """);

  @Test
  @Proves({"F047", "P069"})
  void theFilesHaveTheBytesThatTheAgentWrites(
      RealControlPlane cluster, RealVault vault, Provision provision) throws IOException {
    JsonNode database =
        new YAMLMapper().readTree(EXAMPLE.resolve("secrets.yaml").toFile()).path("database");
    try (Installation installation = Installation.enrolled(cluster, "agent")) {
      String mount = installation.tenant(0);
      Objects demo = new Objects(installation.client(), mount);
      vault.keyValues().mount(mount, 2);
      vault.keyValues().writeJson(mount, "database", database);
      demo.secret("vault-token", "token", vault.rootToken());
      try (OperatorProcess operator =
          installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
        assertThat(operator.metrics().sum("keyturn_build_info")).isEqualTo(1);
        demo.apply(Manifests.tokenStore(vault, "backend", mount));
        demo.apply(Files.readString(EXAMPLE.resolve("sync.yaml")));
        demo.awaitCondition("app-files", Condition.READY, "True/UpToDate");
      }
      Map<String, String> templates = new TreeMap<>(AGENT_TEMPLATES);
      templates.replaceAll((_, template) -> template.formatted(mount + "/data/database"));
      assertThat(demo.data("app-files"))
          .isEqualTo(new RealAgent(provision, vault).render(templates));
    }
  }
}
