package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.StoreLimits;
import dev.keyturn.crds.v1alpha1.StoreRetry;
import dev.keyturn.crds.v1alpha1.StoreTimeouts;
import dev.keyturn.operator.source.Retry;
import dev.keyturn.operator.source.guard.CallLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a backend may be called: {@code timeouts}, {@code limits} and {@code retry}. The schema
 * has the same bounds; these hold where an object is older than the schema.
 */
final class CallRules {
  private static final StoreLimits NO_LIMITS = new StoreLimits(null, null, null);
  private static final StoreRetry NO_RETRY = new StoreRetry(null, null, null);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LONGEST_CALL = Duration.ofMinutes(5);
  private static final int MOST_CALLS = 100_000;
  private static final int MOST_AT_ONCE = 1024;
  private static final int MOST_TRIES = 5;

  private final StoreConfigReader.Problems problems;

  CallRules(StoreConfigReader.Problems problems) {
    this.problems = problems;
  }

  CallLimits limits(SecretStoreSpec spec, String provider) {
    StoreLimits said = spec.limits() == null ? NO_LIMITS : spec.limits();
    int rate =
        number(
            "limits.requestsPerSecond", said.requestsPerSecond(), rate(spec, provider), MOST_CALLS);
    return new CallLimits(
        rate,
        number("limits.burst", said.burst(), rate, MOST_CALLS),
        number("limits.maxInFlight", said.maxInFlight(), inFlight(provider), MOST_AT_ONCE));
  }

  Retry retry(SecretStoreSpec spec) {
    StoreRetry said = spec.retry() == null ? NO_RETRY : spec.retry();
    return new Retry(
        number("retry.maxAttempts", said.maxAttempts(), 1, MOST_TRIES),
        duration("retry.baseDelay", said.baseDelay(), SECOND, MINUTE),
        duration("retry.maxDelay", said.maxDelay(), Duration.ofSeconds(5), MINUTE));
  }

  Duration connect(@Nullable StoreTimeouts timeouts) {
    return duration(
        "timeouts.connect",
        timeouts == null ? null : timeouts.connect(),
        Duration.ofSeconds(5),
        LONGEST_CALL);
  }

  Duration request(@Nullable StoreTimeouts timeouts) {
    return duration(
        "timeouts.request",
        timeouts == null ? null : timeouts.request(),
        Duration.ofSeconds(15),
        LONGEST_CALL);
  }

  /** What a backend bears that nobody said anything of. */
  private static int rate(SecretStoreSpec spec, String provider) {
    return switch (provider) {
      case "vault" -> 500;
      case "gcp" -> 200;
      case "aws" -> AwsReader.isParameterStore(spec.provider()) ? 10 : 20;
      case "infisical" -> InfisicalReader.isCloud(spec.provider()) ? 1 : 20;
      case "azure" -> 100;
      // Nobody knows what stands behind it.
      case "webhook" -> 5;
      // All are in this process: the limit is there so that the same code runs.
      case "file", "fake", "env" -> 10_000;
      default -> 20;
    };
  }

  /** At 500 calls per second each of 64 may take an eighth of a second. */
  private static int inFlight(String provider) {
    return provider.equals("vault") ? 64 : 32;
  }

  private int number(String field, @Nullable Integer said, int otherwise, int most) {
    if (said == null) {
      return otherwise;
    }
    if (said < 1 || said > most) {
      problems.add(field, "must be between 1 and " + most);
      return otherwise;
    }
    return said;
  }

  private Duration duration(
      String field, @Nullable String text, Duration otherwise, Duration longest) {
    Duration said = problems.duration(field, text, otherwise);
    if (said.compareTo(SECOND) < 0 || said.compareTo(longest) > 0) {
      problems.add(field, "must be between 1s and " + longest.toMinutes() + "m");
      return otherwise;
    }
    return said;
  }
}
