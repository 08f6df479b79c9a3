package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import dev.keyturn.proof.Proves;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Helm's verdict on the charts, and its output for the value sets under chart/golden. */
final class ChartGoldenTest {

  static List<Path> charts() {
    return List.of(ProjectFiles.operatorChart(), ProjectFiles.crdsChart());
  }

  @ParameterizedTest
  @MethodSource("charts")
  void lintFindsNothing(Path chart) {
    LintResult result = new Helm(chart).lint().strict().call();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @Test
  @Proves("P046")
  void thirtySetsOfValuesAreRecorded() {
    assertThat(ValueSet.all()).hasSizeGreaterThanOrEqualTo(30);
  }

  @ParameterizedTest
  @MethodSource("dev.keyturn.e2e.chart.ValueSet#all")
  @Proves({"F040", "P046"})
  void valueSetRendersAsRecorded(ValueSet set) {
    Golden.assertMatches(set.golden("expected.yaml"), shown(set.render().text()));
  }

  /** One for each place that the test may choose, and what it takes over from the release. */
  @ParameterizedTest
  @ValueSource(strings = {"default", "enrolled", "namespaced", "cluster", "scheduling"})
  void whatHelmTestMakesRendersAsRecorded(String name) {
    ValueSet set = ValueSet.of(name);

    Golden.assertMatches(set.golden("test.yaml"), set.render().hooks());
  }

  @Test
  @Proves("F115")
  void oneRuleSetIsRenderedAsPrometheusRule() {
    Render render = Render.ofValues("monitoring: {rules: true}");

    assertThat(render.only("PrometheusRule").at("/spec"))
        .isEqualTo(
            Yaml.parse(ProjectFiles.text(ProjectFiles.rules().resolve("keyturn.rules.yaml"))));
  }

  @Test
  void runbooksOfOnesOwnReplaceTheAddressInEveryAlert() {
    Render render =
        Render.ofValues("monitoring: {rules: true, runbookBase: 'https://wiki.example.com/kt'}");

    assertThat(render.only("PrometheusRule").findValuesAsText("runbook_url"))
        .hasSize(10)
        .allMatch(url -> url.startsWith("https://wiki.example.com/kt/Keyturn"));
  }

  /** Every value set has them; names and labels are all that differs. */
  @ParameterizedTest
  @ValueSource(strings = {"default", "names-and-labels"})
  void admissionPoliciesRenderAsRecorded(String name) {
    ValueSet set = ValueSet.of(name);

    Golden.assertMatches(
        set.golden("policies.yaml"),
        documents(set.render().text()).filter(ChartGoldenTest::isPolicy).collect(together()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 6",
        "rbac: {mode: cluster} | 6",
        "rbac: {mode: namespaced} | 0",
        "admissionPolicies: {enabled: false} | 0",
        "admissionPolicies: {protectedNamespaceLabels: []} | 5"
      })
  void eachPolicyIsBoundAndTheyCanBeLeftOut(String values, int number) {
    Render render = Render.ofValues(values);

    assertThat(render.all("ValidatingAdmissionPolicy"))
        .hasSize(number)
        .allSatisfy(
            policy -> assertThat(policy.at("/spec/failurePolicy").asText()).isEqualTo("Fail"));
    assertThat(render.all("ValidatingAdmissionPolicyBinding"))
        .allSatisfy(binding ->
            assertThat(Yaml.strings(binding.at("/spec/validationActions"))).containsExactly("Deny"))
        .extracting(binding -> binding.at("/spec/policyName").asText())
        .containsExactlyElementsOf(
            render.all("ValidatingAdmissionPolicy").stream()
                .map(policy -> policy.at("/metadata/name").asText())
                .toList());
    assertThat(render.hooks().contains("Whoever names a ServiceAccount in a store"))
        .isEqualTo(number > 0);
  }

  /** Definitions and policies have tests of their own; here they would be most of every file. */
  private static String shown(String rendered) {
    return documents(rendered)
        .filter(document -> !document.contains("\nkind: CustomResourceDefinition\n"))
        .filter(document -> !isPolicy(document))
        .collect(together());
  }

  private static boolean isPolicy(String document) {
    return document.contains("\nkind: ValidatingAdmissionPolicy");
  }

  private static Stream<String> documents(String rendered) {
    return Arrays.stream(rendered.split("(?m)^---\n"));
  }

  private static Collector<CharSequence, ?, String> together() {
    return Collectors.joining("---\n");
  }
}
