package dev.keyturn.operator.engine.restart;

import static dev.keyturn.operator.engine.restart.RestartFixture.API;
import static dev.keyturn.operator.engine.restart.RestartFixture.HALF_MINUTE;
import static dev.keyturn.operator.engine.restart.RestartFixture.START;
import static dev.keyturn.operator.engine.restart.RestartFixture.choice;
import static dev.keyturn.operator.engine.restart.RestartFixture.idle;
import static dev.keyturn.operator.engine.restart.RestartFixture.named;
import static dev.keyturn.operator.engine.restart.RestartFixture.owed;
import static dev.keyturn.operator.engine.restart.RestartFixture.workload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SelectorOperator;
import dev.keyturn.crds.v1alpha1.WorkloadKind;
import dev.keyturn.operator.engine.labels.LabelDemand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartPlanTest {
  private static final Instant LATER = START.plusSeconds(3600);

  private static RestartPlan.Decision decide(Workload workload, Instant now, RestartClaim... of) {
    return RestartPlan.decide(workload, List.of(of), now);
  }

  private static RestartPlan.Decision restart(Map<String, String> hashes) {
    return new RestartPlan.Decision.Restart(workload(hashes, null).carried());
  }

  private static RestartPlan.Decision waitUntil(Instant moment) {
    return new RestartPlan.Decision.Wait(moment);
  }

  @Test
  void aChangeWaitsTenSecondsForMore() {
    RestartClaim claim = owed("db", "h1", START);
    assertThat(decide(API, START, claim)).isEqualTo(waitUntil(START.plusSeconds(10)));
    assertThat(decide(API, START.plusSeconds(10), claim)).isEqualTo(restart(Map.of("db", "h1")));
  }

  @Test
  void changesOfSeveralSecretsAreOneRestartTenSecondsAfterTheFirst() {
    assertThat(
            decide(
                API,
                START.plusSeconds(10),
                owed("db", "h1", START),
                owed("cache", "c1", START.plusSeconds(9))))
        .isEqualTo(restart(Map.of("db", "h1", "cache", "c1")));
  }

  @Test
  void aHashThatTheWorkloadCarriesIsNoRestart() {
    assertThat(decide(workload(Map.of("db", "h1"), null), LATER, owed("db", "h1", START)))
        .isEqualTo(new RestartPlan.Decision.Settled());
  }

  @Test
  void aHashThatTheWorkloadCarriesIsNotSetAgainBesideAnother() {
    assertThat(
            decide(
                workload(Map.of("db", "h1"), null),
                LATER,
                owed("db", "h1", START),
                owed("cache", "c1", START)))
        .isEqualTo(restart(Map.of("cache", "c1")));
  }

  @Test
  void nothingOwedIsNoRestart() {
    assertThat(decide(API, LATER, idle("db", HALF_MINUTE)))
        .isEqualTo(new RestartPlan.Decision.Settled());
    assertThat(decide(API, LATER)).isEqualTo(new RestartPlan.Decision.Settled());
  }

  @Test
  void theNextRestartWaitsForTheLongestIntervalOfAllSyncsThatNameTheWorkload() {
    Workload restarted = workload(Map.of("db", "h1"), START);
    RestartClaim claim = owed("db", "h2", START.plusSeconds(1));
    assertThat(decide(restarted, START.plusSeconds(20), claim))
        .isEqualTo(waitUntil(START.plusSeconds(30)));
    assertThat(
            decide(restarted, START.plusSeconds(40), claim, idle("cache", Duration.ofMinutes(5))))
        .isEqualTo(waitUntil(START.plusSeconds(300)));
    assertThat(decide(restarted, START.plusSeconds(300), claim))
        .isEqualTo(restart(Map.of("db", "h2")));
  }

  @Test
  void whatIsOwedToAnotherWorkloadIsNotOwedToThisOne() {
    RestartClaim claim =
        new RestartClaim(
            "db", named("worker", HALF_MINUTE), Optional.of(new RestartClaim.Owed("h1", START)));
    assertThat(decide(API, LATER, claim)).isEqualTo(new RestartPlan.Decision.Settled());
  }

  @Test
  void aWorkloadIsChosenByKindAndNameOrByAllLabelsOrByUse() {
    TreeMap<String, String> labels = new TreeMap<>(Map.of("app", "shop"));
    assertThat(chosen(choice(WorkloadKind.StatefulSet, "api"))).isFalse();
    assertThat(chosen(labelled(labels))).isTrue();
    labels = new TreeMap<>(Map.of("app", "shop", "tier", "web"));
    assertThat(chosen(labelled(labels))).isFalse();
    RestartSettings auto = new RestartSettings(HALF_MINUTE, true, List.of());
    assertThat(auto.choose(API, "used")).isTrue();
    assertThat(auto.choose(API, "other")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "app, In, shop, true",
    "app, In, other, false",
    "stage, In, test, false",
    "app, NotIn, shop, false",
    "app, NotIn, other, true",
    "stage, NotIn, test, true",
    "app, Exists, , true",
    "stage, Exists, , false",
    "app, DoesNotExist, , false",
    "stage, DoesNotExist, , true"
  })
  void aWorkloadIsChosenByWhatItsLabelsMustShow(
      String key, SelectorOperator operator, @Nullable String value, boolean expected) {
    assertThat(chosen(demanding(new LabelDemand(key, operator, values(value)))))
        .isEqualTo(expected);
  }

  @Test
  void everyDemandMustBeMetAndEveryLabelBeThere() {
    LabelDemand met = new LabelDemand("app", SelectorOperator.Exists, Set.of());
    LabelDemand missed = new LabelDemand("stage", SelectorOperator.Exists, Set.of());
    assertThat(chosen(demanding(met))).isTrue();
    assertThat(chosen(demanding(met, missed))).isFalse();
    assertThat(
            chosen(
                new RestartSettings.Choice(
                    WorkloadKind.Deployment,
                    Optional.empty(),
                    new TreeMap<>(Map.of("stage", "test")),
                    List.of(met))))
        .isFalse();
  }

  private static Set<String> values(@Nullable String value) {
    return value == null ? Set.of() : Set.of(value);
  }

  private static RestartSettings.Choice labelled(TreeMap<String, String> labels) {
    return new RestartSettings.Choice(WorkloadKind.Deployment, Optional.empty(), labels, List.of());
  }

  private static RestartSettings.Choice demanding(LabelDemand... demands) {
    return new RestartSettings.Choice(
        WorkloadKind.Deployment, Optional.empty(), new TreeMap<>(), List.of(demands));
  }

  private static boolean chosen(RestartSettings.Choice choice) {
    return new RestartSettings(HALF_MINUTE, false, List.of(choice)).choose(API, "used");
  }
}
