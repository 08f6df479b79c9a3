package dev.keyturn.operator.source.guard;

import dev.keyturn.operator.provider.Failure;
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
  private final LastSigns signs = new LastSigns();
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
  void answered(Optional<Failure> failure, long startedAt, long now) {
    if (wasOpen && startedAt - halfOpenAt < 0) {
      return;
    }
    if (state != State.CLOSED || illness(failure).isPresent()) {
      signs.ill(now);
    } else if (failure.isEmpty()) {
      signs.well(now);
    }
    switch (state) {
      case CLOSED -> count(failure, now);
      case HALF_OPEN -> decide(failure);
      case OPEN -> {}
    }
  }

  /** What the reads and the probes of the last minute say. */
  BackendHealth health(long now) {
    return state == State.CLOSED ? signs.health(now) : BackendHealth.ILL;
  }

  /** The probe found the backend down, whether or not that opens the breaker. */
  void down(FailureClass reason, long now) {
    signs.ill(now);
    if (counts(reason)) {
      open(reason);
    }
  }

  /** A probe found the backend well, or got no answer, which is no outage yet. */
  void sign(boolean well, long now) {
    if (well) {
      signs.well(now);
    } else {
      signs.ill(now);
    }
  }

  /** The backend is down. */
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

  private void count(Optional<Failure> failure, long now) {
    if (failure.isPresent() && !saysSomething(failure.get())) {
      return;
    }
    Optional<FailureClass> illness = illness(failure);
    boolean failed = illness.isPresent();
    inARow = failed ? inARow + 1 : 0;
    recent.add(failed, now);
    if (failed
        && (illness.get() == FailureClass.Sealed
            || inARow >= MOST_IN_A_ROW
            || recent.mostlyFailed())) {
      open(illness.get());
    }
  }

  private void decide(Optional<Failure> failure) {
    Optional<FailureClass> illness = illness(failure);
    if (illness.isPresent()) {
      open(illness.get());
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

  private static Optional<FailureClass> illness(Optional<Failure> failure) {
    return failure
        .filter(CircuitBreaker::saysSomething)
        .map(Failure::kind)
        .filter(CircuitBreaker::counts);
  }

  /** A fault of ours and a backend that is too busy tell neither health nor illness. */
  private static boolean saysSomething(Failure failure) {
    return failure.kind() != FailureClass.Internal
        && failure.kind() != FailureClass.Throttled
        && !isOfOneAddress(failure);
  }

  /**
   * Somebody answered that there is no such address. That is one key's, and no verdict on the
   * secret; whether a proxy says it of every address, only the probe can tell.
   */
  private static boolean isOfOneAddress(Failure failure) {
    int status = failure.status().orElse(0);
    return failure.kind() == FailureClass.Unavailable && (status == 404 || status == 410);
  }
}
