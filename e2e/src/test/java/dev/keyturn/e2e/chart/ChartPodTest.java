package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pod of the operator: its confinement, its token, its memory, its probes. */
final class ChartPodTest {

  static List<Path> valueSets() {
    return ProjectFiles.folders(ProjectFiles.goldenRenders());
  }

  /** Source: kubernetes.io, "Pod Security Standards", profile Restricted. */
  @ParameterizedTest
  @MethodSource("valueSets")
  void podsKeepTheRestrictedProfile(Path set) {
    Render render = Render.of(set.resolve("values.yaml"));

    assertKeepsTheRestrictedProfile(pod(render));
    assertKeepsTheRestrictedProfile(render.tests().only("Pod").path("spec"));
  }

  private static void assertKeepsTheRestrictedProfile(JsonNode pod) {
    for (String host :
        List.of("hostNetwork", "hostPID", "hostIPC", "hostUsers", "initContainers")) {
      assertThat(pod.has(host)).as(host).isFalse();
    }
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.at("/securityContext").has("runAsUser")).isFalse();
    assertThat(pod.path("containers"))
        .singleElement()
        .satisfies(container -> {
          JsonNode security = container.path("securityContext");
          assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
          assertThat(security.path("privileged").asBoolean(true)).isFalse();
          assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
          assertThat(Yaml.strings(security.at("/capabilities/drop"))).containsExactly("ALL");
          assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
          assertThat(container.at("/ports/0").has("hostPort")).isFalse();
        });
    Set<String> allowedVolumes =
        Set.of("emptyDir", "projected", "configMap", "secret", "csi", "persistentVolumeClaim");
    assertThat(pod.path("volumes"))
        .allSatisfy(volume -> {
          assertThat(volume).hasSize(2);
          assertThat(volume.fieldNames()).toIterable().anyMatch(allowedVolumes::contains);
        });
  }

  @Test
  void oneVolumeIsWritableAndItsSizeIsLimited() {
    Render render = Render.ofValues("{}");

    assertThat(render.container().path("volumeMounts"))
        .filteredOn(mount -> !mount.path("readOnly").asBoolean())
        .extracting(mount -> mount.path("mountPath").asText())
        .containsExactly("/tmp");
    assertThat(pod(render).path("volumes"))
        .filteredOn(volume -> volume.has("emptyDir"))
        .singleElement()
        .satisfies(
            volume -> assertThat(volume.at("/emptyDir/sizeLimit").asText()).isEqualTo("16Mi"));
  }

  @Test
  void tokenIsProjectedForTenMinutesAndNeverMountedByItself() {
    Render render = Render.ofValues("{}");
    JsonNode sources = pod(render).at("/volumes/1/projected/sources");

    assertThat(pod(render).path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(render.only("ServiceAccount").path("automountServiceAccountToken").asBoolean(true))
        .isFalse();
    assertThat(sources.at("/0/serviceAccountToken/path").asText()).isEqualTo("token");
    assertThat(sources.at("/0/serviceAccountToken/expirationSeconds").asInt()).isEqualTo(600);
    assertThat(sources.at("/1/configMap/items/0/path").asText()).isEqualTo("ca.crt");
    assertThat(sources.at("/2/downwardAPI/items/0/path").asText()).isEqualTo("namespace");
    assertThat(render.container().at("/volumeMounts/1/mountPath").asText())
        .isEqualTo("/var/run/secrets/kubernetes.io/serviceaccount");
  }

  @ParameterizedTest
  @CsvSource({"160Mi, 64", "256Mi, 160", "1Gi, 928", "2Gi, 1952"})
  void heapIsTheMemoryLimitLess96Mebibytes(String limit, int heap) {
    Render render = Render.ofValues("resources: {limits: {memory: " + limit + "}}");

    assertThat(JavaOptions.of(render)).contains(" -Xmx" + heap + "m ");
  }

  @Test
  void javaRuntimeAcceptsTheOptions() throws IOException, InterruptedException {
    Render render = Render.ofValues("jvm: {options: ['-XX:MaxDirectMemorySize=32m']}");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder command = new ProcessBuilder(java.toString(), "-version");
    command.environment().clear();
    command.environment().put("JDK_JAVA_OPTIONS", JavaOptions.of(render));
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).doesNotContainIgnoringCase("warning").contains("MaxDirectMemorySize=32m");
  }

  @Test
  void valuesReachTheArgumentsOfTheProgram() {
    Render render =
        Render.ofValues(
            """
            rbac: {mode: enrolled}
            namespaces: [{name: shop}, {name: blog}]
            endpoints: {allow: ["https://*.example.com", "http://vault:8200"]}
            metrics: {port: 9090, perObject: 'off'}
            logging: {level: warn}
            providers: {file: {enabled: true, volume: {secret: {secretName: files}}}}
            """);

    assertThat(Yaml.strings(render.container().path("args")))
        .containsExactly(
            "--operator-namespace=$(POD_NAMESPACE)",
            "--pod-name=$(POD_NAME)",
            "--rbac-mode=enrolled",
            "--namespaces=shop,blog",
            "--endpoints-allow=https://*.example.com,http://vault:8200",
            "--allow-file-provider",
            "--file-root=/files",
            "--http-port=9090",
            "--log-level=warn",
            "--metrics-per-object=off");
  }

  @Test
  void probesAskTheOperatorItself() {
    JsonNode container = Render.ofValues("{}").container();

    assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/livez");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/livez");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
  }

  @Test
  void digestWinsOverTheTag() {
    String digest = "sha256:" + "ab".repeat(32);

    Render render = Render.ofValues("image: {tag: '1', digest: '" + digest + "'}");

    assertThat(render.container().path("image").asText())
        .isEqualTo("registry.keyturn.dev/keyturn@" + digest);
  }

  @Test
  void networkPolicyLeavesLinkLocalAndMetadataAddressesOut() {
    JsonNode policy = Render.ofValues("{}").only("NetworkPolicy").path("spec");

    assertThat(Yaml.strings(policy.path("policyTypes"))).containsExactly("Ingress", "Egress");
    assertThat(policy.path("egress"))
        .filteredOn(rule -> rule.at("/ports/0/port").asInt() != 53)
        .hasSize(2)
        .allSatisfy(rule -> {
          assertThat(rule.path("ports")).isNotEmpty();
          assertThat(Yaml.strings(rule.at("/to/0/ipBlock/except")))
              .contains("169.254.0.0/16", "100.100.100.200/32");
          assertThat(Yaml.strings(rule.at("/to/1/ipBlock/except")))
              .contains("fe80::/10", "fd00:ec2::254/128");
        });
  }

  @Test
  void podOfTheTestIsSelectedByNothingThatIsMadeForTheOperator() {
    Render render = Render.ofValues("metrics: {serviceMonitor: {enabled: true}}");
    JsonNode labels = render.tests().only("Pod").at("/metadata/labels");

    for (JsonNode selector :
        List.of(
            render.only("Service").at("/spec/selector"),
            render.only("Deployment").at("/spec/selector/matchLabels"),
            render.only("NetworkPolicy").at("/spec/podSelector/matchLabels"),
            render.only("PodDisruptionBudget").at("/spec/selector/matchLabels"))) {
      assertThat(selector.properties())
          .isNotEmpty()
          .anyMatch(entry -> !entry.getValue().equals(labels.path(entry.getKey())));
    }
    assertThat(
            render.tests().only("NetworkPolicy").at("/spec/podSelector/matchLabels").properties())
        .isNotEmpty()
        .allMatch(entry -> entry.getValue().equals(labels.path(entry.getKey())));
  }

  @Test
  void otherReleaseNamesKeepTheLabelThatTheAlertsSelectOn() {
    Render render =
        Render.ofValues(
            ProjectFiles.operatorChart(), "blue", "metrics: {serviceMonitor: {enabled: true}}");

    assertThat(render.only("Deployment").at("/metadata/name").asText()).isEqualTo("blue-keyturn");
    assertThat(render.only("ServiceMonitor").at("/spec/jobLabel").asText())
        .isEqualTo("app.kubernetes.io/name");
    assertThat(
            render.only("Service").at("/metadata/labels").path("app.kubernetes.io/name").asText())
        .isEqualTo("keyturn");
  }

  private static JsonNode pod(Render render) {
    return render.only("Deployment").at("/spec/template/spec");
  }
}
