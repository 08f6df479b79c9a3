package dev.keyturn.operator.source.guard;

import java.time.Duration;

/** How much of a store's limits is in use: calls per second and calls at once. Not thread-safe. */
final class Flow {
  private final CallLimits limits;
  private final TokenBucket bucket;
  private final AdaptiveRate rate;
  private int inFlight;

  Flow(CallLimits limits, long now) {
    this.limits = limits;
    this.bucket = new TokenBucket(limits.burst(), now);
    this.rate = new AdaptiveRate(limits.requestsPerSecond(), now);
  }

  /** The same calls under way, other limits. */
  Flow with(CallLimits other, long now) {
    Flow changed = new Flow(other, now);
    changed.inFlight = inFlight;
    return changed;
  }

  CallLimits limits() {
    return limits;
  }

  double perSecond(long now) {
    return rate.perSecond(now);
  }

  void fill(long now) {
    bucket.fill(rate.perSecond(now), now);
  }

  /** True where that many calls may begin; a trial makes one after the other. */
  boolean has(int calls, int atOnce, boolean trial) {
    return bucket.has(calls) && inFlight + permits(atOnce, trial) <= limits.maxInFlight();
  }

  Lease lend(StoreGuard guard, int calls, int atOnce, boolean trial) {
    int permits = permits(atOnce, trial);
    bucket.take(calls);
    inFlight += permits;
    return new Lease(guard, calls, permits, trial);
  }

  /** For who has not asked: what it calls is counted when it does. */
  Lease lendUnasked(StoreGuard guard) {
    return new Lease(guard, 0, 0, false);
  }

  void giveBack(int permits, int calls) {
    inFlight -= permits;
    bucket.giveBack(calls);
  }

  void charge() {
    bucket.charge();
  }

  void halve(long now, long askedAgainAt) {
    rate.halve(now, askedAgainAt);
  }

  void emptyUntil(long moment) {
    bucket.emptyUntil(moment);
  }

  Duration until(int calls, long now) {
    return bucket.until(calls, rate.perSecond(now));
  }

  private int permits(int atOnce, boolean trial) {
    return trial ? 1 : Math.min(atOnce, limits.maxInFlight());
  }
}
