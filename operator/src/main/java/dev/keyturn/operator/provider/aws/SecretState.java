package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.VersionStamp;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/**
 * What DescribeSecret says of a secret.
 *
 * @param deleted marked for deletion
 * @param current id of the version with the label AWSCURRENT; empty while there is no value
 * @param helpers ids of versions by the helper label that a write left on them
 */
record SecretState(
    boolean deleted,
    Optional<String> current,
    Map<String, String> tags,
    Map<String, String> helpers) {
  static final String CURRENT = "AWSCURRENT";

  /** Begins the label of a version that was written and is not current yet. */
  static final String HELPER = "keyturn-";

  private static final String NO_VERSION = "none";

  static SecretState of(DescribeSecretResponse answer) {
    Map<String, String> helpers = new HashMap<>();
    Optional<String> current = Optional.empty();
    for (var version : answer.versionIdsToStages().entrySet()) {
      for (String label : version.getValue()) {
        if (label.equals(CURRENT)) {
          current = Optional.of(version.getKey());
        } else if (label.startsWith(HELPER)) {
          helpers.put(label, version.getKey());
        }
      }
    }
    Map<String, String> tags = new TreeMap<>();
    answer.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    return new SecretState(answer.deletedDate() != null, current, tags, helpers);
  }

  /** Names the current version, also where there is none. */
  VersionStamp stamp() {
    return new VersionStamp(current.orElse(NO_VERSION), false, Optional.empty());
  }

  /** Whether the current version is the one that the stamp names. */
  boolean isAt(VersionStamp stamp) {
    return stamp().id().equals(stamp.id());
  }
}
