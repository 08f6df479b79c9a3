package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rights that {@code helm test} takes, and where. */
final class ChartTestRightsTest {

  @ParameterizedTest
  @EnumSource
  void helmTestGrantsWhatItTakesByNameAndInOneNamespace(ChartRightsTest.RbacMode mode) {
    Render.Tests tests = Render.ofValues(mode.yaml()).tests();
    String where = mode == ChartRightsTest.RbacMode.CLUSTER ? Render.NAMESPACE : "shop";

    assertThat(tests.all("ClusterRole")).isEmpty();
    assertThat(tests.all("ClusterRoleBinding")).isEmpty();
    assertThat(tests.objects())
        .filteredOn(object -> object.path("kind").asText().startsWith("Role"))
        .hasSize(6)
        .allSatisfy(
            object -> assertThat(object.at("/metadata/namespace").asText()).isEqualTo(where));
    assertThat(tests.all("Role").stream().flatMap(ChartRightsTest::rulesOf))
        .allSatisfy(rule -> {
          assertThat(ChartRightsTest.words(rule, "apiGroups")).isSubsetOf("", "keyturn.dev");
          assertThat(ChartRightsTest.words(rule, "verbs"))
              .isSubsetOf("get", "create", "patch", "delete");
          if (!ChartRightsTest.words(rule, "verbs").equals(List.of("create"))
              || ChartRightsTest.words(rule, "resources").contains("serviceaccounts/token")) {
            assertThat(ChartRightsTest.words(rule, "resourceNames"))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("keyturn-trial") || name.equals(where));
          }
        });
  }

  @Test
  void helmTestRunsInTheReleasesNamespaceWhereKeyturnWorksInNone() {
    Render.Tests tests = Render.ofValues("{}").tests();

    assertThat(Yaml.strings(tests.only("Pod").at("/spec/containers/0/args")))
        .containsExactly(
            "trial", "--namespace=" + Render.NAMESPACE, "--name=keyturn-trial", "--store-only");
    assertThat(tests.objects())
        .allSatisfy(object ->
            assertThat(object.at("/metadata/namespace").asText()).isEqualTo(Render.NAMESPACE));
  }
}
