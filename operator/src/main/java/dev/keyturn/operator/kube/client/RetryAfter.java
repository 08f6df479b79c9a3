package dev.keyturn.operator.kube.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} in whole seconds, the only form that a kube-apiserver sends. */
final class RetryAfter {
  private RetryAfter() {}

  static Optional<Duration> parse(@Nullable String header) {
    if (header == null || !header.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
  }

  /** True for the answers that mean "not now": 429, and 503 of a server that starts or stops. */
  static boolean asksToWait(int code) {
    return code == 429 || code == 503;
  }
}
