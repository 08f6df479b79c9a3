package dev.keyturn.operator.controller.clustersync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus.Counts;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus.FailedNamespace;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ClusterSyncStatusFactoryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ClusterSecretSyncStatus NOTHING = ClusterSyncStatusFactory.NOTHING;

  private ClusterSecretSyncStatus before = NOTHING;

  @Test
  void allProvisionedIsReady() {
    ClusterSecretSyncStatus status = factory(NOW).settled(2, work(2, Map.of()), "db");
    assertThat(status.counts()).isEqualTo(new Counts(2, 2, 0));
    assertThat(status.provisioned()).containsExactly("n-000", "n-001");
    assertThat(status.failed()).isNull();
    assertThat(conditions(status))
        .isEqualTo("Ready=True/Provisioned Reconciling=False/Settled Stalled=False/Settled");
  }

  @Test
  void nothingMatchedIsReadyToo() {
    assertThat(conditions(factory(NOW).settled(0, work(0, Map.of()), "db")))
        .startsWith("Ready=True/NothingMatched");
  }

  @Test
  void theFirstFailureIsExplainedAndAllAreListed() {
    ClusterSecretSyncStatus status =
        factory(NOW)
            .settled(
                3,
                work(
                    1,
                    Map.of(
                        "pay", failure(ErrorClass.AccessDenied, Detail.NOT_ENROLLED),
                        "blog", failure(ErrorClass.OwnershipConflict, Detail.NONE))),
                "db");
    assertThat(status.counts()).isEqualTo(new Counts(3, 1, 2));
    assertThat(status.failed())
        .containsExactly(
            new FailedNamespace("blog", "OwnershipConflict", null),
            new FailedNamespace("pay", "AccessDenied", "not-enrolled"));
    assertThat(Conditions.find(status.conditions(), Condition.READY).map(Condition::message))
        .contains(
            "In 2 namespaces something is amiss, 3 are selected. SecretSync blog/db is there and"
                + " is not ours. Remove it, or choose another spec.name.");
    assertThat(conditions(status))
        .isEqualTo("Ready=False/PartlyProvisioned Reconciling=False/Settled Stalled=False/Settled");
  }

  @Test
  void theListsAreCutAndTheCountsAreNot() {
    ClusterSecretSyncStatus status = factory(NOW).settled(1000, work(1000, Map.of()), "db");
    assertThat(status.counts()).isEqualTo(new Counts(1000, 1000, 0));
    assertThat(status.provisioned()).hasSize(100).endsWith("n-099");
  }

  @Test
  void anUnchangedWorldGivesAnEqualStatus() {
    ClusterSecretSyncStatus first = factory(NOW).settled(2, work(2, Map.of()), "db");
    before = first;
    assertThat(factory(NOW.plusSeconds(60)).settled(2, work(2, Map.of()), "db")).isEqualTo(first);
  }

  @Test
  void whatIsUnderWayKeepsWhatWasKnown() {
    assertThat(conditions(factory(NOW).underWay()))
        .isEqualTo("Ready=Unknown/Pending Reconciling=True/Provisioning Stalled=False/Settled");
    before = factory(NOW).settled(2, work(2, Map.of()), "db");
    ClusterSecretSyncStatus underWay = factory(NOW).underWay();
    assertThat(conditions(underWay)).startsWith("Ready=True/Provisioned Reconciling=True");
    assertThat(underWay.counts()).isEqualTo(new Counts(2, 2, 0));
  }

  @Test
  void aWrongSpecIsStalledAndKeepsWhatWasMade() {
    before = factory(NOW).settled(2, work(2, Map.of()), "db");
    ClusterSecretSyncStatus status =
        factory(NOW).invalid(Problem.of(ErrorClass.ConfigInvalid, Detail.FIELD, "spec.spec.data"));
    assertThat(status.counts()).isEqualTo(new Counts(2, 2, 0));
    assertThat(conditions(status))
        .isEqualTo(
            "Ready=False/ConfigInvalid Reconciling=False/Settled Stalled=True/ConfigInvalid");
  }

  private ClusterSyncStatusFactory factory(Instant now) {
    return new ClusterSyncStatusFactory(before, 3, now);
  }

  private static Work work(int provisioned, Map<String, StampBoard.Failure> failures) {
    return new Work(
        IntStream.range(0, provisioned)
            .mapToObj("n-%03d"::formatted)
            .collect(Collectors.toCollection(TreeSet::new)),
        new TreeMap<>(failures),
        false,
        false,
        false);
  }

  private static StampBoard.Failure failure(ErrorClass kind, Detail detail) {
    return new StampBoard.Failure(kind, detail, Optional.empty(), 3, 0);
  }

  private static String conditions(ClusterSecretSyncStatus status) {
    return Objects.requireNonNull(status.conditions()).stream()
        .map(it -> it.type() + "=" + it.status() + "/" + it.reason())
        .collect(Collectors.joining(" "));
  }
}
