package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alert rules: their tests run, and no alert goes without a test or a runbook. */
final class AlertRulesTest {
  private static final String BASE = "https://keyturn.dev/docs/runbooks/";

  static List<JsonNode> alerts() {
    return Yaml.elements(Yaml.parse(source()).at("/groups/0/rules"))
        .filter(rule -> rule.has("alert"))
        .toList();
  }

  @Test
  @RequiresComponents(Component.PROMTOOL)
  @Proves({"F103", "F104", "F108", "F111", "F112", "F113"})
  void promtoolFindsTheRulesSoundAndTheirTestsPass(Provision provision)
      throws IOException, InterruptedException {
    Path promtool = provision.program(Component.PROMTOOL);

    assertSucceeds(promtool, "check", "rules", "keyturn.rules.yaml");
    assertSucceeds(promtool, "test", "rules", "keyturn.tests.yaml");
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void alertCarriesSeverityAndTexts(JsonNode alert) {
    assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
    assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
    assertThat(alert.at("/annotations/description").asText()).isNotBlank();
    assertThat(alert.at("/annotations/runbook_url").asText()).isEqualTo(BASE + name(alert));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  @Proves("N06")
  void alertHasTestsThatFireAndThatStayQuietAndARunbook(JsonNode alert) {
    List<JsonNode> tests =
        Yaml.elements(Yaml.parse(tests()).path("tests"))
            .flatMap(test -> Yaml.elements(test.path("alert_rule_test")))
            .filter(test -> test.path("alertname").asText().equals(name(alert)))
            .toList();

    assertThat(tests).as("firing").anyMatch(test -> !test.path("exp_alerts").isEmpty());
    assertThat(tests).as("quiet").anyMatch(test -> test.path("exp_alerts").isEmpty());
    assertThat(headings(ProjectFiles.runbooks().resolve(name(alert) + ".md")))
        .containsExactly(
            "# " + name(alert),
            "## Meaning",
            "## Impact",
            "## Diagnosis",
            "## Mitigation",
            "## Prevention");
  }

  @Test
  void everyRunbookBelongsToAnAlert() {
    List<String> names = alerts().stream().map(AlertRulesTest::name).toList();

    assertThat(ProjectFiles.runbooks().toFile().list())
        .containsExactlyInAnyOrderElementsOf(names.stream().map(name -> name + ".md").toList());
  }

  @Test
  void wrappedRulesAndTheChartsCopyAreMadeFromTheSource() {
    Golden.assertMatches(
        ProjectFiles.operatorChart().resolve("rules-files/keyturn.rules.yaml"), source());
    Golden.assertMatches(ProjectFiles.rules().resolve("keyturn.prometheusrule.yaml"), wrapped());
  }

  private static void assertSucceeds(Path program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command)
            .directory(ProjectFiles.rules().toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  /** The same rules as an object of the Prometheus operator. */
  private static String wrapped() {
    String groups = source().substring(source().indexOf("groups:"));
    return """
    # keyturn.rules.yaml wrapped for the Prometheus operator; written from it by AlertRulesTest, not by hand.
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata:
      name: keyturn
      labels:
        app.kubernetes.io/name: keyturn
    spec:
    """
        + groups
            .lines()
            .map(line -> line.isBlank() ? line : "  " + line)
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<String> headings(Path page) {
    assertThat(page).as("a runbook for every alert").exists();
    return ProjectFiles.text(page).lines().filter(line -> line.startsWith("#")).toList();
  }

  private static String name(JsonNode alert) {
    return alert.path("alert").asText();
  }

  private static String source() {
    return ProjectFiles.text(ProjectFiles.rules().resolve("keyturn.rules.yaml"));
  }

  private static String tests() {
    return ProjectFiles.text(ProjectFiles.rules().resolve("keyturn.tests.yaml"));
  }
}
