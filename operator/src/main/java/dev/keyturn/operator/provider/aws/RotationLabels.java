package dev.keyturn.operator.provider.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/**
 * What DescribeSecret says of a secret's versions and their rotation.
 *
 * @param deleted marked for deletion
 * @param enabled somebody said how and when it is rotated
 * @param labels staging labels by version; a version without any is not named
 */
record RotationLabels(boolean deleted, boolean enabled, Map<String, List<String>> labels) {
  static final String PENDING = "AWSPENDING";

  static RotationLabels of(DescribeSecretResponse answer) {
    return new RotationLabels(
        answer.deletedDate() != null,
        Boolean.TRUE.equals(answer.rotationEnabled()),
        answer.versionIdsToStages());
  }

  boolean knows(String version) {
    return !labels.getOrDefault(version, List.of()).isEmpty();
  }

  /** Whether the version is the current one, or was. */
  boolean arrived(String version) {
    List<String> own = labels.getOrDefault(version, List.of());
    return own.contains(SecretState.CURRENT) || own.contains("AWSPREVIOUS");
  }

  Optional<String> current() {
    return holder(SecretState.CURRENT);
  }

  /**
   * The version of a rotation that has not ended. The label on the current version is a leftover:
   * RotateSecret ignores it there (API reference).
   */
  Optional<String> pending() {
    return holder(PENDING)
        .filter(version -> !labels.getOrDefault(version, List.of()).contains(SecretState.CURRENT));
  }

  private Optional<String> holder(String label) {
    return labels.entrySet().stream()
        .filter(version -> version.getValue().contains(label))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
