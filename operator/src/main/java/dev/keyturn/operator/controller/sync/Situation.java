package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a status is made from, beside the result of a pass.
 *
 * @param complete the target exists and was made from the present spec
 * @param lastSuccess the last good attempt as far as this process knows
 * @param ended what the target lived by is over: a lease or a certificate
 * @param throughScope true where a scope is what opens the store
 * @param unjudged true where nobody knows yet whether the store can serve
 */
record Situation(
    SecretSyncStatus before,
    long generation,
    Optional<String> request,
    String targetName,
    String specHash,
    boolean complete,
    boolean throughScope,
    boolean unjudged,
    Instant lastSuccess,
    Duration maxStaleness,
    Instant now,
    Optional<Problem> ended) {

  /** True where a target that is there has become too old. */
  boolean isOverdue() {
    return complete && !now.isBefore(staleAt());
  }

  /**
   * When the target is too old. The turn of Synced is in the status, so a restart of the process
   * makes no old target young, and neither does a failure of another class.
   */
  Instant staleAt() {
    Instant failingSince =
        Conditions.find(before.conditions(), Condition.SYNCED)
            .filter(synced -> synced.status().equals("False"))
            .map(synced -> Instant.parse(synced.lastTransitionTime()))
            .orElse(now);
    Instant youngest = failingSince.isBefore(lastSuccess) ? failingSince : lastSuccess;
    return youngest.plus(maxStaleness);
  }

  boolean isStale() {
    return now.isAfter(staleAt());
  }

  /** True where no request waits for an answer. */
  boolean isHandled() {
    return request.isEmpty() || request.get().equals(before.lastHandledRequest());
  }
}
