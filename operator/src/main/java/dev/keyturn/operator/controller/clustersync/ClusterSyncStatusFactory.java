package dev.keyturn.operator.controller.clustersync;

import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus.Counts;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus.FailedNamespace;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.Messages;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.stamp.StampMessages;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Makes the status of a ClusterSecretSync from the one before and what is there. Pure. */
final class ClusterSyncStatusFactory {
  static final ClusterSecretSyncStatus NOTHING =
      new ClusterSecretSyncStatus(null, null, null, null, null);

  /** The counts say how many there are; names beyond these help nobody and cost every write. */
  static final int MOST_NAMES = 100;

  private static final String SETTLED = "Settled";

  private final ClusterSecretSyncStatus before;
  private final long generation;
  private final Conditions conditions;

  ClusterSyncStatusFactory(ClusterSecretSyncStatus before, long generation, Instant now) {
    this.before = before;
    this.generation = generation;
    this.conditions = new Conditions(before.conditions(), generation, now);
  }

  /** Nothing is left to do that can be done now. */
  ClusterSecretSyncStatus settled(int matched, Work work, String name) {
    int provisioned = work.provisioned().size();
    SortedMap<String, StampBoard.Failure> failures = work.failures();
    if (!failures.isEmpty()) {
      conditions.isFalse(Condition.READY, "PartlyProvisioned", failed(matched, failures, name));
    } else if (matched == 0) {
      conditions.isTrue(
          Condition.READY,
          "NothingMatched",
          "No namespace is selected now. New ones are looked at.");
    } else {
      conditions.isTrue(
          Condition.READY, "Provisioned", "Each of " + matched + " namespaces has its SecretSync.");
    }
    return status(
        new Counts(matched, provisioned, failures.size()),
        orNull(work.provisioned().stream().limit(MOST_NAMES).toList()),
        orNull(
            failures.entrySet().stream()
                .limit(MOST_NAMES)
                .map(ClusterSyncStatusFactory::failed)
                .toList()),
        false,
        false);
  }

  /** A first visit or a new generation takes more than one pass. */
  ClusterSecretSyncStatus underWay() {
    if (Conditions.find(before.conditions(), Condition.READY).isPresent()) {
      conditions.keep(Condition.READY);
    } else {
      conditions.isUnknown(Condition.READY, "Pending", "SecretSyncs are being made.");
    }
    return status(before.counts(), before.provisioned(), before.failed(), true, false);
  }

  /** The spec makes no sense; what was made stays as it is. */
  ClusterSecretSyncStatus invalid(Problem problem) {
    conditions.isFalse(
        Condition.READY,
        ErrorClass.ConfigInvalid.name(),
        Messages.of(problem) + " Nothing is changed until then.");
    return status(before.counts(), before.provisioned(), before.failed(), false, true);
  }

  private ClusterSecretSyncStatus status(
      @Nullable Counts counts,
      @Nullable List<String> provisioned,
      @Nullable List<FailedNamespace> failed,
      boolean reconciling,
      boolean stalled) {
    if (reconciling) {
      conditions.isTrue(Condition.RECONCILING, "Provisioning", "SecretSyncs are being written.");
    } else {
      conditions.isFalse(Condition.RECONCILING, SETTLED, "Nothing is under way.");
    }
    if (stalled) {
      conditions.isTrue(
          Condition.STALLED, ErrorClass.ConfigInvalid.name(), "The manifest must be corrected.");
    } else {
      conditions.isFalse(Condition.STALLED, SETTLED, "Nothing is in the way.");
    }
    return new ClusterSecretSyncStatus(generation, counts, provisioned, failed, conditions.build());
  }

  private static String failed(
      int matched, SortedMap<String, StampBoard.Failure> failures, String name) {
    String namespace = failures.firstKey();
    StampBoard.Failure first = failures.firstEntry().getValue();
    return "In %d namespaces something is amiss, %d are selected. %s"
        .formatted(
            failures.size(),
            matched,
            StampMessages.of(first.kind(), first.detail(), namespace, name));
  }

  private static FailedNamespace failed(Map.Entry<String, StampBoard.Failure> entry) {
    StampBoard.Failure failure = entry.getValue();
    return new FailedNamespace(
        entry.getKey(),
        failure.kind().name(),
        failure.detail() == Detail.NONE ? null : failure.detail().text());
  }

  private static <T> @Nullable List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
