package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import dev.keyturn.proof.Proves;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    Golden.assertMatches(set.golden("expected.yaml"), withoutCrds(set.render().text()));
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

  /** ChartCrdsTest compares them; here they would be most of every file. */
  private static String withoutCrds(String rendered) {
    return Arrays.stream(rendered.split("(?m)^---\n"))
        .filter(document -> !document.contains("\nkind: CustomResourceDefinition\n"))
        .collect(Collectors.joining("---\n"));
  }
}
