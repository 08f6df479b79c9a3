package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart refuses, and the page of its values. */
final class ChartValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "unknownValue: 1                                     | unknownValue",
        "operator: {workers: 1}                              | workers",
        "operator: {workers: '8'}                            | workers",
        "operator: {leaseDurationSeconds: 4}                 | leaseDurationSeconds",
        "operator: {drainSeconds: -1}                        | drainSeconds",
        "operator: {storeProbeSeconds: 0}                    | storeProbeSeconds",
        "serviceAccount: {annotations: {a: 1}}               | annotations",
        "serviceAccount: {name: other}                       | serviceAccount",
        "podLabels: {app.kubernetes.io/name: other}          | app.kubernetes.io/name",
        "podLabels: {team: [a]}                              | podLabels",
        "image: {registry: example.com}                      | registry",
        "replicas: 0                                         | replicas",
        "replicas: two                                       | replicas",
        "image: {repository: 'Registry/UPPER'}               | repository",
        "image: {repository: ''}                             | repository",
        "image: {tag: latest}                                | tag",
        "image: {digest: 'sha256:abc'}                       | digest",
        "image: {pullPolicy: Sometimes}                      | pullPolicy",
        "imagePullSecrets: [registry]                        | imagePullSecrets",
        "rbac: {mode: admin}                                 | mode",
        "rbac: {deleteSecrets: 'yes'}                        | deleteSecrets",
        "namespaces: [shop]                                  | namespaces",
        "namespaces: [{name: '*'}]                           | name",
        "namespaces: [{name: 'shop,blog'}]                   | name",
        "namespaces: [{name: shop, serviceAccounts: ['*']}]  | serviceAccounts",
        "namespaces: [{name: shop, serviceAccount: backend}] | serviceAccount",
        "namespaces: [{serviceAccounts: [backend]}]          | name",
        "endpoints: {allow: []}                              | allow",
        "endpoints: {allow: ['http://*']}                    | allow",
        "endpoints: {allow: ['ftp://files.example.com']}     | allow",
        "endpoints: {allow: ['https://user:pw@example.com']} | allow",
        "endpoints: {allow: ['https://a.example,http://b']}  | allow",
        "providers: {file: {volume: {hostPath: {path: /}}}}  | hostPath",
        "metrics: {port: 80}                                 | port",
        "metrics: {perObject: some}                          | perObject",
        "metrics: {serviceMonitor: {enabled: maybe}}         | enabled",
        "metrics: {serviceMonitor: {interval: fast}}         | interval",
        "monitoring: {rules: sometimes}                      | rules",
        "monitoring: {runbookBase: 'runbooks/'}              | runbookBase",
        "logging: {level: loud}                              | level",
        "jvm: {options: ['-Xmx4g']}                          | options",
        "jvm: {options: ['-XX:+HeapDumpOnOutOfMemoryError']} | options",
        "jvm: {options: ['-javaagent:/tmp/agent.jar']}       | options",
        "jvm: {options: ['-Da=b -agentlib:jdwp']}            | options",
        "resources: {limits: {memory: 256M}}                 | memory",
        "networkPolicy: {egressPorts: []}                    | egressPorts",
        "networkPolicy: {egressPorts: [70000]}               | egressPorts",
        "networkPolicy: {metricsFrom: [{}]}                  | metricsFrom",
        "commonLabels: {app.kubernetes.io/name: other}       | app.kubernetes.io/name",
        "extraEnv: [{name: JAVA_TOOL_OPTIONS, value: '-X'}]  | extraEnv",
        "extraEnv: [{name: LD_PRELOAD, value: /tmp/x.so}]    | extraEnv",
      })
  void schemaRefuses(String values, String place) {
    assertThatThrownBy(() -> Render.ofValues(values))
        .hasMessageContaining("values don't meet the specifications of the schema")
        .hasMessageContaining(place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "namespaces: [{name: a}, {name: a, serviceAccounts: [b]}] | namespaces: a is listed twice",
        "resources: {limits: {memory: 128Mi}} | give at least 160Mi",
        "providers: {file: {enabled: true}}   | needs providers.file.volume",
      })
  void templatesRefuseWhatTheSchemaCannotSee(String values, String message) {
    assertThatThrownBy(() -> Render.ofValues(values)).hasMessageContaining(message);
  }

  @Test
  void everyObjectOfTheSchemaIsClosedAndEveryValueIsDescribed() {
    List<ChartValue> values = ChartValue.all();

    assertThat(values).hasSizeGreaterThan(40);
    assertThat(values).allSatisfy(value -> assertThat(value.description()).isNotBlank());
    assertThat(ChartValue.openObjects()).isEmpty();
  }

  @Test
  void valuesFileGivesEveryValueOfTheSchemaAndNoOther() {
    List<String> fromSchema =
        ChartValue.all().stream()
            .filter(value -> !value.insideList() && !value.path().startsWith("global"))
            .map(ChartValue::path)
            .filter(path -> !path.startsWith("providers.file.volume."))
            .filter(path -> !path.startsWith("affinity."))
            .toList();

    assertThat(leaves("", ChartValue.defaults())).containsExactlyInAnyOrderElementsOf(fromSchema);
  }

  @Test
  void pageOfTheValuesIsMadeFromTheSchema() {
    Golden.assertMatches(ProjectFiles.valuesPage(), ValuesPage.markdown());
  }

  private static List<String> leaves(String prefix, JsonNode values) {
    List<String> found = new ArrayList<>();
    values
        .properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          if (value.isObject() && !value.isEmpty()) {
            found.addAll(leaves(prefix + entry.getKey() + ".", value));
          } else {
            found.add(prefix + entry.getKey());
          }
        });
    return found;
  }
}
