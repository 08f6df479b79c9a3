package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The custom resource definitions that the charts carry: those of folder crds, and kept. */
final class ChartCrdsTest {

  static List<Path> charts() {
    return List.of(ProjectFiles.operatorChart(), ProjectFiles.crdsChart());
  }

  @ParameterizedTest
  @MethodSource("charts")
  void chartCarriesEveryGeneratedDefinitionUnchanged(Path chart) {
    List<Path> generated = ProjectFiles.yamlFiles(ProjectFiles.generatedCrds());

    assertThat(generated)
        .as("run the generator of module crds first")
        .hasSizeGreaterThanOrEqualTo(4);
    for (Path definition : generated) {
      Golden.assertMatches(
          copies(chart).resolve(definition.getFileName()), ProjectFiles.text(definition));
    }
    assertThat(ProjectFiles.yamlFiles(copies(chart)))
        .extracting(Path::getFileName)
        .containsExactlyElementsOf(generated.stream().map(Path::getFileName).toList());
  }

  @ParameterizedTest
  @MethodSource("charts")
  void definitionsAreRenderedAsTheyAreAndKeptOnUninstall(Path chart) {
    List<JsonNode> rendered =
        Render.ofValues(chart, "keyturn", "{}").all("CustomResourceDefinition");

    assertThat(rendered).hasSameSizeAs(ProjectFiles.yamlFiles(copies(chart)));
    assertThat(rendered)
        .allSatisfy(definition ->
            assertThat(definition.at("/metadata/annotations/helm.sh~1resource-policy").asText())
                .isEqualTo("keep"));
    assertThat(rendered)
        .extracting(definition -> definition.path("spec"))
        .usingElementComparator(ChartCrdsTest::compareWithNumbersByValue)
        .containsExactlyInAnyOrderElementsOf(
            ProjectFiles.yamlFiles(copies(chart)).stream()
                .map(file -> Yaml.parse(ProjectFiles.text(file)).path("spec"))
                .toList());
  }

  @Test
  void uninstallRemovesThemWhenAsked() {
    assertThat(
            List.of(
                Render.ofValues("crds: {keep: false}"),
                Render.ofValues(ProjectFiles.crdsChart(), "crds", "keep: false")))
        .allSatisfy(render ->
            assertThat(render.all("CustomResourceDefinition"))
                .isNotEmpty()
                .allSatisfy(definition ->
                    assertThat(definition.findValue("helm.sh/resource-policy")).isNull()));
  }

  @Test
  void theyCanBeLeftToTheOtherChart() {
    assertThat(Render.ofValues("crds: {enabled: false}").all("CustomResourceDefinition")).isEmpty();
  }

  @Test
  void rightsNameExactlyTheDefinitionsThatTheChartCarries() {
    Render render = Render.ofValues("{}");
    List<String> names =
        render.all("CustomResourceDefinition").stream()
            .map(definition -> definition.at("/metadata/name").asText())
            .toList();

    assertThat(
            render.all("ClusterRole").stream().flatMap(role -> Yaml.elements(role.path("rules"))))
        .filteredOn(
            rule -> Yaml.strings(rule.path("resources")).contains("customresourcedefinitions"))
        .singleElement()
        .satisfies(rule ->
            assertThat(Yaml.strings(rule.path("resourceNames")))
                .containsExactlyInAnyOrderElementsOf(names));
  }

  /** Helm prints 100000.0 as 100000. */
  private static int compareWithNumbersByValue(JsonNode left, JsonNode right) {
    Comparator<JsonNode> leaves =
        (one, other) ->
            one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue())
                : one.equals(other) ? 0 : 1;
    return left.equals(leaves, right) ? 0 : 1;
  }

  private static Path copies(Path chart) {
    return chart.resolve("crds-files");
  }
}
