package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The waits between logins that fail: longer each time up to a minute, a minute at once where the
 * backend has refused. Not thread-safe.
 */
final class LoginPauses {
  static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Ticks ticks;
  private @Nullable Failure last;
  private long retryAt;
  private Duration pause = Duration.ZERO;

  LoginPauses(Ticks ticks) {
    this.ticks = ticks;
  }

  /** The failure that stands for any login now; empty where one may be tried. */
  Optional<Failure> standing() {
    return Optional.ofNullable(last).filter(failure -> !ticks.passed(retryAt));
  }

  void succeeded() {
    last = null;
    pause = Duration.ZERO;
  }

  void failed(Failure failure) {
    last = failure;
    pause = next(failure);
    retryAt = ticks.in(pause);
  }

  private Duration next(Failure failure) {
    if (failure.kind() == FailureClass.AuthFailed || failure.kind() == FailureClass.ScopeDenied) {
      return AFTER_REFUSAL;
    }
    Duration doubled = pause.isZero() ? Duration.ofSeconds(1) : pause.multipliedBy(2);
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    Duration longer = doubled.compareTo(asked) > 0 ? doubled : asked;
    return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
  }
}
