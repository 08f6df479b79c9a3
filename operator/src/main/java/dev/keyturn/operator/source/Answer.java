package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import org.jspecify.annotations.Nullable;

/** What one read of a secret gave. */
sealed interface Answer {
  /** Monotonic nanoseconds of the moment the read began. */
  long startedAt();

  /** True for what the backend said of the secret itself, and not of its own health. */
  boolean isVerdict();

  /** The secret was read; the value is held only while somebody needs it. */
  record Good(Seen seen, @Nullable HeldValue held) implements Answer {
    @Override
    public long startedAt() {
      return seen.startedAt();
    }

    @Override
    public boolean isVerdict() {
      return true;
    }
  }

  /** The read failed. */
  record Refused(Failure failure, long startedAt) implements Answer {
    @Override
    public boolean isVerdict() {
      return switch (failure.kind()) {
        case AccessDenied, NotFound, SourceDeleted, InvalidData -> true;
        case AuthFailed,
            ScopeDenied,
            Throttled,
            Unavailable,
            Sealed,
            Timeout,
            TlsError,
            Conflict,
            Internal ->
            false;
      };
    }
  }
}
