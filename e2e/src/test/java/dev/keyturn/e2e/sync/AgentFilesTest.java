package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.Command;
import dev.keyturn.e2e.process.WorkFolder;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The files of {@code examples/22-agent-injector-equivalents} beside those of a real Vault Agent.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class AgentFilesTest {
  private static final Path EXAMPLE =
      SourceTree.root().resolve("examples/22-agent-injector-equivalents");

  /** What stands in the annotations of the injector; the second is its default template. */
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
  @Proves("F047")
  void theFilesHaveTheBytesThatTheAgentWrites(
      RealControlPlane cluster, RealVault vault, Provision provision) throws IOException {
    JsonNode database =
        new YAMLMapper().readTree(EXAMPLE.resolve("secrets.yaml").toFile()).path("database");
    try (Installation installation = Installation.enrolled(cluster, "agent");
        WorkFolder folder = WorkFolder.create("agent")) {
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
      runAgent(provision, vault, folder, mount);
      Map<String, String> files = demo.data("app-files");
      assertThat(files).containsOnlyKeys(AGENT_TEMPLATES.keySet());
      for (String file : AGENT_TEMPLATES.keySet()) {
        assertThat(files.get(file))
            .as(file)
            .isEqualTo(Files.readString(folder.path("secrets/" + file), UTF_8));
      }
    }
  }

  private static void runAgent(
      Provision provision, RealVault vault, WorkFolder folder, String mount) {
    StringBuilder config =
        new StringBuilder(
            """
            exit_after_auth = true
            vault { address = "%s" }
            auto_auth { method "token_file" { config = { token_file_path = "%s" } } }
            """
                .formatted(vault.url(), folder.write("token", vault.rootToken())));
    AGENT_TEMPLATES.forEach((file, template) ->
        config.append(
            "template { source = \"%s\" destination = \"%s\" }\n"
                .formatted(
                    folder.write(file + ".tpl", template.formatted(mount + "/data/database")),
                    folder.path("secrets/" + file))));
    Path agent = folder.write("agent.hcl", config.toString());
    Command.of(List.of(provision.program(Component.VAULT).toString(), "agent", "-config=" + agent))
        .run(Duration.ofSeconds(60))
        .orThrow();
  }
}
