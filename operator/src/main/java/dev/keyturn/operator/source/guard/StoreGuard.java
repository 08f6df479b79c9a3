package dev.keyturn.operator.source.guard;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Decides when one store's backend is called. Nobody ever waits in here: who may not call now is
 * put in line and told when it may. Thread-safe.
 */
public final class StoreGuard {
  /** A shorter pause is not worth telling anybody. */
  private static final Duration WORTH_TELLING = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private final GuardListener listener;
  private final Waiting waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final ThrottlePause pause = new ThrottlePause();
  private final CircuitBreaker breaker = new CircuitBreaker();
  private final HourlyCalls made = new HourlyCalls();
  private Flow flow;
  private volatile String provider = "none";
  private boolean trialOut;

  StoreGuard(LongSupplier nanoTime, GuardListener listener, Waiting waiting, CallLimits limits) {
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.waiting = waiting;
    this.flow = new Flow(limits, nanoTime.getAsLong());
  }

  /** Takes over what the store's newest generation says. */
  public void configure(String providerName, CallLimits limits) {
    provider = providerName;
    change(now -> {
      if (!flow.limits().equals(limits)) {
        flow = flow.with(limits, now);
      }
    });
  }

  /** Asks for leave to call; who does not get it now is told when its turn has come. */
  public Admission admit(Waiter waiter) {
    return decide(now -> {
      Optional<Lease> kept = waiting.takeCalled(this, waiter.reader());
      if (kept.isPresent() && refusal(kept.get(), now).isEmpty()) {
        return new Admission.Granted(enlarged(kept.get(), waiter));
      }
      takeBack(kept);
      if (!waiting.hasOthersBefore(waiter) && isOpenFor(waiter, now)) {
        waiting.leave(this, waiter.reader());
        return new Admission.Granted(lend(waiter.calls(), waiter.atOnce()));
      }
      return inLine(waiter, now);
    });
  }

  /** Puts one in line who needs more than was lent, or whose calls were refused. */
  public Admission join(Waiter waiter) {
    return decide(now -> inLine(waiter, now));
  }

  /** Queues readers that the store has kept waiting, longest unserved first. */
  public void queue(Collection<Waiter> readers) {
    change(now -> {
      readers.forEach(reader -> waiting.join(this, reader));
      waiting.longestUnservedFirst();
    });
  }

  /** Why a call under this lease must not be made now; empty where it may be. */
  public Optional<FailureClass> refusal(Lease lease) {
    return decide(now -> refusal(lease, now));
  }

  /**
   * The leave of somebody who cannot wait, as long as the store may be called at all. Where the
   * store was down and nobody tries it, this one does.
   */
  public Lease unasked() {
    return decide(now -> isTrying() && mayStart(now) ? lend(1, 1) : flow.lendUnasked(this));
  }

  /** A read ended; the failure is empty for a good answer. */
  public void answered(Optional<Failure> failure, long startedAt) {
    change(now -> {
      if (failure.isPresent() && failure.get().kind() == FailureClass.Throttled) {
        throttled(failure.get(), now);
        return;
      }
      boolean wasTrying = isTrying();
      breaker.answered(failure, startedAt, now);
      if (failure.isEmpty()) {
        pause.answered(startedAt);
      }
      if (wasTrying && breaker.state() == CircuitBreaker.State.CLOSED) {
        flow.emptyUntil(now);
        waiting.longestUnservedFirst();
      }
    });
  }

  /** The store was probed and found down. */
  public void down(FailureClass why) {
    change(now -> breaker.down(why, now));
  }

  /** The store was probed and found well; verified where a login worked as well. */
  public void well(boolean verified) {
    change(now -> breaker.well(verified && !trialOut && waiting.isIdle(), now));
  }

  /** A probe that did ask the backend found it well, or got no answer this once. */
  public void sign(boolean well) {
    change(now -> breaker.sign(well, now));
  }

  /** True while the breaker lets at most one reader try. */
  public boolean isShut() {
    return decide(now -> breaker.state() != CircuitBreaker.State.CLOSED);
  }

  /** What its answers and the probes of the last minute say of the store. */
  public BackendHealth health() {
    return decide(now -> pause.isOn(now) ? BackendHealth.ILL : breaker.health(now));
  }

  /** Calls per second that the backend bears at present. */
  public double rate() {
    return decide(flow::perSecond);
  }

  /** What was called, with leave or without. */
  public HourlyCalls made() {
    return made;
  }

  String provider() {
    return provider;
  }

  /** A call that was not lent is made. */
  public void charge() {
    change(now -> flow.charge());
  }

  void end(Lease lease, int unused) {
    change(now -> giveBack(lease, unused));
  }

  /** The reader's pass is over: what it was called for and did not take goes to the next one. */
  void release(String reader) {
    change(now -> takeBack(waiting.takeCalled(this, reader)));
  }

  /** The reader asks no more. */
  public void forget(String reader) {
    change(now -> {
      waiting.leave(this, reader);
      takeBack(waiting.takeCalled(this, reader));
    });
  }

  /** Something may have become possible: calls those who are next. */
  void dispatch() {
    change(now -> {});
  }

  private void throttled(Failure failure, long now) {
    if (pause.begin(failure.retryAfter(), now)) {
      flow.halve(now, pause.endsAt());
    }
    flow.emptyUntil(pause.endsAt());
  }

  private Optional<FailureClass> refusal(Lease lease, long now) {
    if (pause.isOn(now)) {
      return Optional.of(FailureClass.Throttled);
    }
    return switch (breaker.state()) {
      case CLOSED -> Optional.empty();
      case OPEN -> Optional.of(breaker.why());
      case HALF_OPEN -> lease.isTrial() ? Optional.empty() : Optional.of(breaker.why());
    };
  }

  private Admission inLine(Waiter waiter, long now) {
    waiting.join(this, waiter);
    return shut(now).<Admission>map(Admission.Shut::new).orElseGet(Admission.Queued::new);
  }

  /** It may have been called for less than it turns out to need. */
  private Lease enlarged(Lease kept, Waiter waiter) {
    if (kept.isTrial() || waiter.calls() <= kept.left()) {
      return kept;
    }
    giveBack(kept, kept.revoke());
    return lend(waiter.calls(), waiter.atOnce());
  }

  private Optional<FailureClass> shut(long now) {
    if (breaker.state() != CircuitBreaker.State.CLOSED) {
      return Optional.of(breaker.why());
    }
    return pause.left(now).compareTo(WORTH_TELLING) >= 0
        ? Optional.of(FailureClass.Throttled)
        : Optional.empty();
  }

  private boolean isOpenFor(Waiter waiter, long now) {
    return mayStart(now)
        && waiting.hasRoom()
        && flow.has(waiter.calls(), waiter.atOnce(), isTrying());
  }

  private boolean mayStart(long now) {
    return !pause.isOn(now) && mayStartLater();
  }

  private boolean isTrying() {
    return breaker.state() == CircuitBreaker.State.HALF_OPEN;
  }

  private Lease lend(int calls, int atOnce) {
    trialOut |= isTrying();
    return flow.lend(this, calls, atOnce, isTrying());
  }

  private void takeBack(Optional<Lease> kept) {
    kept.ifPresent(lease -> giveBack(lease, lease.revoke()));
  }

  private void giveBack(Lease lease, int unused) {
    flow.giveBack(lease.permits(), unused);
    if (lease.isTrial()) {
      trialOut = false;
    }
  }

  private List<Waiter> callNext(long now) {
    List<Waiter> next = new ArrayList<>();
    waiting.lateOnes(this, now).forEach(lease -> giveBack(lease, lease.revoke()));
    Optional<Waiter> first = waiting.first();
    while (first.isPresent() && isOpenFor(first.get(), now)) {
      waiting.call(first.get().reader(), lend(first.get().calls(), first.get().atOnce()), now);
      next.add(first.get());
      first = waiting.first();
    }
    waiting.setAlarm(first.filter(waiter -> mayStartLater()).map(waiter -> wait(waiter, now)), now);
    return next;
  }

  /** False where only a probe or the end of a trial helps. */
  private boolean mayStartLater() {
    return switch (breaker.state()) {
      case CLOSED -> true;
      case OPEN -> false;
      case HALF_OPEN -> !trialOut;
    };
  }

  private Duration wait(Waiter waiter, long now) {
    Duration filled = flow.until(waiter.calls(), now);
    return pause.isOn(now) ? pause.left(now).plus(filled) : filled;
  }

  private void change(LongConsumer change) {
    boolean unused =
        decide(now -> {
          change.accept(now);
          return true;
        });
  }

  /** Under the lock; those who may call because of it are told after it. */
  private <T> T decide(LongFunction<T> decision) {
    T result;
    List<Waiter> next;
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      flow.fill(now);
      result = decision.apply(now);
      next = callNext(now);
    } finally {
      lock.unlock();
    }
    next.forEach(listener::called);
    return result;
  }
}
