package dev.keyturn.operator.provider.aws;

import java.util.Optional;

/**
 * How secrets are made and deleted.
 *
 * @param kmsKeyId key that new secrets are encrypted with; empty for the account's own
 * @param recoveryDays how long a deleted secret can be brought back, 7 to 30; empty for not at all
 */
public record AwsWriting(Optional<String> kmsKeyId, Optional<Integer> recoveryDays) {
  private static final int LONGEST_RECOVERY = 30;

  /** The account's key, and the longest time to bring a secret back. */
  public static AwsWriting usual() {
    return new AwsWriting(Optional.empty(), Optional.of(LONGEST_RECOVERY));
  }
}
