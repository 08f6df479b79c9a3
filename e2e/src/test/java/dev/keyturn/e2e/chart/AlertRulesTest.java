package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.proof.Proves;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
  @Proves({"F103", "F104", "F112", "F113"})
  void promtoolFindsTheRulesSoundAndTheirTestsPass() {
    Optional<Promtool> found = Promtool.find();
    assumeTrue(found.isPresent() || isRequired(), "no promtool; set KEYTURN_PROMTOOL");
    Promtool promtool = found.orElseThrow();

    Promtool.Answer check = promtool.run(ProjectFiles.rules(), "check", "rules", "keyturn.rules.yaml");
    Promtool.Answer test = promtool.run(ProjectFiles.rules(), "test", "rules", "keyturn.tests.yaml");

    assertThat(check.exitCode()).as(check.output()).isZero();
    assertThat(test.exitCode()).as(test.output()).isZero();
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

  private static boolean isRequired() {
    return "required".equals(System.getenv("KEYTURN_E2E"));
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
