package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.RestartWorkload;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SelectorExpression;
import dev.keyturn.crds.v1alpha1.SelectorOperator;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.SyncRestart;
import dev.keyturn.crds.v1alpha1.WorkloadSelector;
import dev.keyturn.operator.engine.labels.LabelDemand;
import dev.keyturn.operator.engine.restart.RestartSettings;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartReaderTest {

  private static SpecOutcome read(@Nullable WorkloadSelector selector) {
    return SpecReader.read(
        PlanFixture.ID,
        new SecretSyncSpec(
            new StoreReference("vault", null),
            null,
            null,
            null,
            null,
            List.of(PlanFixture.entry("a", "a", null)),
            null,
            new SyncRestart(null, null, List.of(new RestartWorkload("Deployment", null, selector))),
            null,
            null,
            null,
            null,
            null,
            null));
  }

  private static String wrong(@Nullable WorkloadSelector selector) {
    return ((SpecOutcome.Wrong) read(selector)).problem().subject();
  }

  private static WorkloadSelector selector(
      String key, String operator, @Nullable List<String> values) {
    return new WorkloadSelector(null, List.of(new SelectorExpression(key, operator, values)));
  }

  @Test
  void demandsOnLabelsAreReadAsTheyStand() {
    SpecOutcome read = read(selector("tier", "NotIn", List.of("web", "api")));
    RestartSettings settings = ((SpecOutcome.Read) read).settings().restart().orElseThrow();
    assertThat(settings.choices().getFirst().demands())
        .containsExactly(new LabelDemand("tier", SelectorOperator.NotIn, Set.of("web", "api")));
    assertThat(settings.choices().getFirst().labels()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "In, , .selector.matchExpressions[0].values",
    "NotIn, , .selector.matchExpressions[0].values",
    "Exists, web, .selector.matchExpressions[0].values",
    "DoesNotExist, web, .selector.matchExpressions[0].values",
    "Equals, web, .selector.matchExpressions[0].operator"
  })
  void aDemandThatMakesNoSenseIsNamed(String operator, @Nullable String value, String field) {
    assertThat(wrong(selector("tier", operator, value == null ? null : List.of(value))))
        .contains("spec.restart.workloads[0]" + field);
  }

  @Test
  void aWorkloadThatNothingChoosesIsNamed() {
    assertThat(wrong(new WorkloadSelector(null, null))).contains("spec.restart.workloads[0]");
    assertThat(wrong(null)).contains("spec.restart.workloads[0]");
  }
}
