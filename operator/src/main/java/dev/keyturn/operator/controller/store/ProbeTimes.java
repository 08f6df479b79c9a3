package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.Durations;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.schedule.RefreshGrid;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a store is probed next: on its grid while it works, every so often while its backend does
 * not answer, whatever its interval, rarely where only a person can help.
 */
public final class ProbeTimes {
  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);
  private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);

  private final Duration whileDown;
  private final RandomGenerator random;

  /**
   * With the wait of a store whose backend is down.
   *
   * @param whileDown moved by up to 20 % either way, so that replicas and stores do not meet
   */
  public ProbeTimes(Duration whileDown, RandomGenerator random) {
    this.whileDown = whileDown;
    this.random = random;
  }

  /** What a probe found stands for two such waits. */
  Steadiness steadiness() {
    return new Steadiness(whileDown.multipliedBy(2));
  }

  /**
   * The wait for the next probe.
   *
   * @param shut true where the store's breaker is not closed: the probe is what half-opens it
   */
  Duration next(
      CustomResource<SecretStoreSpec, SecretStoreStatus> store,
      SecretStoreStatus status,
      boolean shut,
      Instant now) {
    Duration interval =
        Optional.ofNullable(store.getSpec().refreshInterval())
            .flatMap(Durations::parse)
            .filter(it -> it.compareTo(Duration.ofSeconds(10)) >= 0)
            .orElse(DEFAULT_INTERVAL);
    Instant due = new RefreshGrid(store.getMetadata().getUid(), interval).nextAfter(now);
    Duration onGrid = Duration.between(now, due);
    String reason =
        Conditions.find(status.conditions(), Condition.READY)
            .map(Condition::reason)
            .orElse("Pending");
    if (shut) {
      return jittered(whileDown);
    }
    return switch (reason) {
      case "Valid", "ConfigInvalid", "ScopeDenied", StoreStatusFactory.UNVERIFIED -> onGrid;
      case "AuthFailed", "CredentialMissing" -> shorter(onGrid, jittered(AFTER_REFUSAL));
      default -> jittered(whileDown);
    };
  }

  private Duration jittered(Duration wait) {
    return Duration.ofMillis((long) (wait.toMillis() * (0.8 + 0.4 * random.nextDouble())));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
