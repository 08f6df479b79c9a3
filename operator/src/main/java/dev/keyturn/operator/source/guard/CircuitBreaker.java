package dev.keyturn.operator.source.guard;

import dev.keyturn.operator.provider.FailureClass;
import java.util.Optional;

/**
 * Stops the calls to a backend that is down: after five failures in a row, when half of at least
 * twenty calls in ten seconds failed, at once when it is sealed. A good health probe half-opens it;
 * then one read decides. Times are monotonic nanoseconds. Not thread-safe.
 */
final class CircuitBreaker {
  private static final int MOST_IN_A_ROW = 5;

  private final RecentCalls recent = new RecentCalls();
  private State state = State.CLOSED;
  private FailureClass why = FailureClass.Unavailable;
  private int inARow;
  private boolean wasOpen;
  private long halfOpenAt;

  /** Whether calls may pass. */
  enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  State state() {
    return state;
  }

  /** Why it is not closed; meaningless while it is. */
  FailureClass why() {
    return why;
  }

  /**
   * A read ended.
   *
   * @param failure empty for a good answer
   * @param startedAt reads that began before the breaker half-opened tell nothing any more, not
   *     even after it closed
   */
  void answered(Optional<FailureClass> failure, long startedAt, long now) {
    if (wasOpen && startedAt - halfOpenAt < 0) {
      return;
    }
    switch (state) {
      case CLOSED -> count(failure, now);
      case HALF_OPEN -> decide(failure);
      case OPEN -> {}
    }
  }

  /** The probe found the backend down. */
  void open(FailureClass reason) {
    state = State.OPEN;
    why = reason;
  }

  /**
   * The probe found the backend well: one read may try.
   *
   * @param idle true where the login worked as well and nobody is there to try: the second time it
   *     closes, or it would be half-open until somebody reads
   */
  void well(boolean idle, long now) {
    if (state == State.OPEN) {
      state = State.HALF_OPEN;
      wasOpen = true;
      halfOpenAt = now;
    } else if (state == State.HALF_OPEN && idle) {
      close();
    }
  }

  private void count(Optional<FailureClass> failure, long now) {
    if (failure.isPresent() && !saysSomething(failure.get())) {
      return;
    }
    boolean failed = failure.filter(CircuitBreaker::counts).isPresent();
    inARow = failed ? inARow + 1 : 0;
    recent.add(failed, now);
    if (failed
        && (failure.get() == FailureClass.Sealed
            || inARow >= MOST_IN_A_ROW
            || recent.mostlyFailed())) {
      open(failure.get());
    }
  }

  private void decide(Optional<FailureClass> failure) {
    if (failure.filter(CircuitBreaker::counts).isPresent()) {
      open(failure.get());
    } else if (failure.isEmpty() || saysSomething(failure.get())) {
      close();
    }
  }

  private void close() {
    state = State.CLOSED;
    inARow = 0;
    recent.clear();
  }

  /** True for what lies with the backend's health and not with what it was asked. */
  static boolean counts(FailureClass failure) {
    return switch (failure) {
      case Unavailable, Sealed, Timeout, TlsError -> true;
      case AuthFailed,
          AccessDenied,
          ScopeDenied,
          NotFound,
          SourceDeleted,
          Throttled,
          InvalidData,
          Conflict,
          Internal ->
          false;
    };
  }

  /** A fault of ours and a backend that is too busy tell neither health nor illness. */
  private static boolean saysSomething(FailureClass failure) {
    return failure != FailureClass.Internal && failure != FailureClass.Throttled;
  }
}
