package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code keyturn migrate manifests} writes, on real servers, beside a real Vault Agent. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class MigratedManifestsTest {
  /** The injector's own templates. Source: agent-inject/agent/config.go of vault-k8s. */
  private static final String OWN_MAP =
      "{{ with secret \"%s\" }}{{ range $k, $v := .Data }}{{ $k }}: {{ $v }}\n{{ end }}{{ end }}";

  private static final String OWN_JSON = "{{ with secret \"%s\" }}{{ .Data | toJSON }}\n{{ end }}";

  private static final Map<String, String> DATABASE =
      Map.of(
          "username", "shop",
          "password", "p\"a$$ <&> w\\ö",
          "hosts", "a.example,b.example",
          "smtp-password", " x y ");

  private static final String ALL_JSON =
      "{{ with secret \"%s\" }}{{ .Data.data | toJSON }}{{ end }}";

  private static final Map<String, String> OF_VERSION_2 =
      Map.of(
          "database.env",
          """
          {{- with secret "%s" -}}
          export DB_USER={{ .Data.data.username | printf "%%q" }}
          export DB_PASSWORD={{ .Data.data.password | printf "%%q" }}
          {{- end }}
          """,
          "all",
          """
          {{ with secret "%s" }}{{ range $k, $v := .Data.data }}{{ $k }}: {{ $v }}
          {{ end }}{{ end }}
          """,
          "all.json",
          ALL_JSON,
          "functions",
          """
          {{ with $s := secret "%s" }}{{ $user := $s.Data.data.username }}
          {{ $user | toUpper }} {{ base64Encode $s.Data.data.password }} {{ sha256Hex $user }}
          {{ range $i, $host := $s.Data.data.hosts | split "," }}{{ $i }}={{ $host | replaceAll "." "-" }};{{ end }}
          [{{ index .Data.data "smtp-password" | trimSpace }}] {{ regexReplaceAll "[aeiou]+" "-" $user }}
          {{ if .Data.data.absent }}{{ .Data.data.absent }}{{ else if eq $user "shop" }}shop{{ end }}
          {{ with .Data.data.username }}{{ . }}/{{ len . }}{{ end }} {{ $user | sprig_trunc 2 }}
          {{- end }}
          """);

  @Test
  @Proves("F046")
  void theFilesHaveTheBytesThatTheAgentWrites(
      RealControlPlane cluster, RealVault vault, Provision provision) throws IOException {
    try (Installation installation = Installation.enrolled(cluster, "migrate")) {
      String mount = installation.tenant(0);
      String old = mount + "-1";
      vault.keyValues().mount(mount, 2);
      vault.keyValues().write(mount, "database", DATABASE);
      vault
          .keyValues()
          .writeJson(
              mount,
              "typed",
              JsonMapper.builder()
                  .build()
                  .readTree("{\"port\":5432,\"on\":true,\"of\":[1,\"a\"]}"));
      vault.keyValues().mount(old, 1);
      vault.keyValues().writeVersion1(old, "config", DATABASE);
      Objects shop = new Objects(installation.client(), mount);
      shop.secret("vault-token", "token", vault.rootToken());
      try (OperatorProcess operator =
          installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
        assertThat(operator.metrics().sum("keyturn_build_info")).isEqualTo(1);
        shop.apply(Manifests.tokenStore(vault, "newer", mount));
        shop.apply(
            Manifests.tokenStore(vault, "older", old)
                .replace("path: " + old, "path: " + old + "\n      version: v1"));
        RealAgent agent = new RealAgent(provision, vault);
        Map<String, String> templates = filled(OF_VERSION_2, mount + "/data/database");
        assertSame(shop, agent, "web", templates, "--store=newer");
        templates = filled(Map.of("typed.json", ALL_JSON), mount + "/data/typed");
        assertSame(shop, agent, "api", templates, "--store=newer");
        templates = filled(Map.of("map", OWN_MAP, "json", OWN_JSON), old + "/config");
        assertSame(shop, agent, "job", templates, "--store=older", "--key-value=v1");
      }
    }
  }

  /** Everything that the cases of the command line expect, with its rules in CEL. */
  @Test
  void whatIsWrittenIsAcceptedByTheServer(RealControlPlane cluster) throws IOException {
    Path cases = SourceTree.root().resolve("cli/src/test/resources/migrate");
    List<Path> expected;
    try (Stream<Path> all = Files.walk(cases)) {
      expected = all.filter(it -> it.endsWith("expected.yaml")).sorted().toList();
    }
    assertThat(expected).hasSizeGreaterThan(10);
    try (Installation installation = Installation.enrolled(cluster, "written")) {
      Objects shop = new Objects(installation.client(), installation.tenant(0));
      for (Path file : expected) {
        for (String manifest : Files.readString(file).split("(?m)^---\n", -1)) {
          if (!manifest.isBlank()) {
            assertThatCode(() -> shop.apply(manifest))
                .as(file + "\n" + manifest)
                .doesNotThrowAnyException();
            // Those of the cluster would be there for the next suite.
            if (manifest
                .lines()
                .anyMatch(it -> it.matches("kind: (Cluster.*|TenantSecretScope)"))) {
              installation.client().resource(manifest).delete();
            }
          }
        }
      }
    }
  }

  private static Map<String, String> filled(Map<String, String> templates, String path) {
    Map<String, String> filled = new TreeMap<>(templates);
    filled.replaceAll((_, template) -> template.formatted(path));
    return filled;
  }

  /** Applies what becomes of a Deployment with these templates, the Deployment too. */
  private void assertSame(
      Objects shop, RealAgent agent, String name, Map<String, String> templates, String... flags)
      throws IOException {
    CommandLineMigration migration = CommandLineMigration.of(deployment(name, templates), flags);
    assertThat(String.join("", migration.manifests()))
        .as(migration.report())
        .contains("kind: SecretSync")
        .doesNotContain("hashicorp");
    migration.manifests().forEach(shop::apply);
    shop.awaitCondition(name + "-vault", Condition.READY, "True/UpToDate");
    assertThat(shop.data(name + "-vault")).isEqualTo(agent.render(templates));
  }

  private static String deployment(String name, Map<String, String> templates) {
    StringBuilder annotations = new StringBuilder();
    templates.forEach((file, template) ->
        annotations
            .append("        vault.hashicorp.com/agent-inject-template-")
            .append(file)
            .append(": ")
            .append(JsonMapper.builder().build().getNodeFactory().textNode(template))
            .append('\n'));
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s}
    spec:
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations:
            vault.hashicorp.com/agent-inject: "true"
    %2$s\
        spec:
          containers: [{name: app, image: example.com/app:1}]
    """
        .formatted(name, annotations.toString().indent(0));
  }
}
