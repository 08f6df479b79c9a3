package dev.keyturn.operator.engine.restart;

import java.time.Instant;
import java.util.Optional;

/**
 * What one sync wants of the workloads of its namespace.
 *
 * @param secret name of its target
 * @param owed absent where no restart is owed
 */
public record RestartClaim(String secret, RestartSettings settings, Optional<Owed> owed) {

  /**
   * A change that the workloads have to follow.
   *
   * @param hash keyed hash of what the Secret was made from
   * @param since when the first change was seen that is still owed
   */
  public record Owed(String hash, Instant since) {}

  /** True where the workload is to follow the Secret. */
  public boolean concerns(Workload workload) {
    return settings.choose(workload, secret);
  }
}
