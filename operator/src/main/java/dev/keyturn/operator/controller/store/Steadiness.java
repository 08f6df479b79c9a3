package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.controller.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Lets what a store says of its backend stand for a while, so that one that comes and goes does not
 * make its conditions flicker. What a person changed is said at once. Pure.
 *
 * @param least how long Ready stands before the backend may turn it again
 */
record Steadiness(Duration least) {
  private static final Set<String> BACKEND_AWAY = Set.of("Sealed", "Unavailable", "TlsError");

  /** Times of conditions are whole seconds, rounded down. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  /** For how long the status still stands; empty where what was found is said now. */
  Optional<Duration> standsFor(
      SecretStoreStatus before, long generation, StoreHealth found, Instant now) {
    return Conditions.find(before.conditions(), Condition.READY)
        .filter(ready -> Objects.equals(before.observedGeneration(), generation))
        .filter(ready -> turns(ready, found))
        .map(ready ->
            Duration.between(
                now, Instant.parse(ready.lastTransitionTime()).plus(least).plus(ROUNDING)))
        .filter(Duration::isPositive);
  }

  private static boolean turns(Condition ready, StoreHealth found) {
    return switch (found) {
      case StoreHealth.Valid valid ->
          ready.status().equals("False") && BACKEND_AWAY.contains(ready.reason());
      case StoreHealth.Unreachable unreachable -> ready.status().equals("True");
      case StoreHealth.Undecided undecided -> false;
      case StoreHealth.Unverified unverified -> false;
      case StoreHealth.Misconfigured misconfigured -> false;
      case StoreHealth.Contradicted contradicted -> false;
      case StoreHealth.Denied denied -> false;
      case StoreHealth.Refused refused -> false;
    };
  }
}
