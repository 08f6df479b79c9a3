package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionInfo.State;
import dev.keyturn.operator.provider.VersionStamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;

/**
 * The versions of a secret.
 *
 * @param versions the newest first
 */
record VersionTable(List<VersionInfo> versions) {
  private static final Comparator<VersionInfo> NEWEST_FIRST =
      Comparator.<VersionInfo, Instant>comparing(info -> info.stamp().created().orElse(Instant.MAX))
          .reversed();

  /**
   * ListSecretVersionIds has the versions that have a value; the version of a rotation that has
   * none yet is known to DescribeSecret alone (API reference of both).
   */
  static VersionTable of(RotationLabels labels, List<SecretVersionsListEntry> entries) {
    List<VersionInfo> all = new ArrayList<>();
    Set<String> valued = new HashSet<>();
    // The service names no order; its examples have the oldest first.
    for (SecretVersionsListEntry entry : entries.reversed()) {
      if (entry.versionId() == null) {
        throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NONE);
      }
      valued.add(entry.versionId());
      all.add(
          info(
              labels.deleted(),
              entry.versionId(),
              Optional.ofNullable(entry.createdDate()),
              entry.versionStages()));
    }
    labels
        .pending()
        .filter(id -> !valued.contains(id))
        .ifPresent(id ->
            all.add(
                info(
                    labels.deleted(),
                    id,
                    Optional.empty(),
                    labels.labels().getOrDefault(id, List.of()))));
    all.sort(NEWEST_FIRST);
    return new VersionTable(all);
  }

  private static VersionInfo info(
      boolean deleted, String id, Optional<Instant> created, Collection<String> stages) {
    return new VersionInfo(
        new VersionStamp(id, false, created), Set.copyOf(stages), state(deleted, stages));
  }

  /** AWSPENDING on the current version is a leftover of a rotation that has ended. */
  private static State state(boolean deleted, Collection<String> stages) {
    if (deleted) {
      return State.SOFT_DELETED;
    }
    if (stages.contains(SecretState.CURRENT)) {
      return State.CURRENT;
    }
    return stages.contains(RotationLabels.PENDING) ? State.PENDING : State.OLDER;
  }

  /** Id of the version with the label AWSCURRENT, also where the secret is deleted. */
  Optional<String> current() {
    return versions.stream()
        .filter(info -> info.stages().contains(SecretState.CURRENT))
        .map(info -> info.stamp().id())
        .findFirst();
  }

  /** NotFound where there is no such version. */
  Outcome<VersionInfo> version(String id) {
    return versions.stream()
        .filter(info -> info.stamp().id().equals(id))
        .findFirst()
        .map(Outcome::ok)
        .orElseGet(() -> Outcome.failed(FailureClass.NotFound));
  }
}
