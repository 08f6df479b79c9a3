package dev.keyturn.operator.controller.sync;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the process remembers of one SecretSync between passes and may forget at any time: a restart
 * only costs a read. Used by one pass at a time; the marks and the timer come from other threads.
 */
final class SyncMemory {
  private final SeenSources sources = new SeenSources();
  private final GoneProofs goneProofs = new GoneProofs();
  private final StandIn standIn = new StandIn();
  private final Duty duty = new Duty();
  private final Marks marks = new Marks();
  private final IssuedMemory issued = new IssuedMemory();
  private final ParsedSpec spec = new ParsedSpec();
  private final Contention contention = new Contention();
  private final long firstSeenAt;
  private volatile boolean parked;
  private volatile boolean unverified;
  private volatile boolean timerDue;
  private volatile int failures;
  private final RetryWait retry = new RetryWait();
  private final RetryWait pushRetry = new RetryWait();
  private long attemptEndedAt;
  private @Nullable String request;
  private long requestSeenAt;
  private long generation = -1;
  private long generationSeenAt;
  private volatile boolean hasTimer;
  private volatile @Nullable Instant lastAttempt;
  private volatile @Nullable Instant lastSuccess;

  /** For a sync that is seen for the first time at this monotonic time. */
  SyncMemory(long now) {
    this.firstSeenAt = now;
  }

  long firstSeenAt() {
    return firstSeenAt;
  }

  /** Which store serves. */
  StandIn standIn() {
    return standIn;
  }

  /** The lease and the certificate that the target lives by. */
  IssuedMemory issued() {
    return issued;
  }

  /** The fight with another writer over the target. */
  Contention contention() {
    return contention;
  }

  /** What the spec says. */
  ParsedSpec spec() {
    return spec;
  }

  /** What it was told. */
  Marks marks() {
    return marks;
  }

  /** The store could not serve, and no attempt was made. */
  synchronized void park() {
    parked = true;
  }

  /**
   * Due where the store was what the sync waited for. An attempt that begins at this moment comes
   * before or after it as a whole: a mark after it would make it read twice. A pass that is under
   * way may yet find that it waits for the store, and is told for that end.
   */
  synchronized boolean markRecovered() {
    if (!parked && failures == 0 && !standIn.isHeld() && !pushRetry.isOwed()) {
      marks.markRecovered();
      return false;
    }
    marks.dueAnew();
    return true;
  }

  /** Due and not taken up yet. */
  boolean isDue() {
    return marks.isDue() || timerDue;
  }

  /** What the schedule remembers. */
  Duty duty() {
    return duty;
  }

  /** True where something has made the sync due. */
  boolean isMarked() {
    return marks.isDue();
  }

  /** True where time has made the sync due. */
  boolean isTimerDue() {
    return timerDue;
  }

  /** Whether the target has to be read anew, because the key of its hashes is lost. */
  void unverified(boolean lost) {
    unverified = lost;
  }

  boolean isUnverified() {
    return unverified;
  }

  /** True while the sync waits for its store. */
  boolean isParked() {
    return parked;
  }

  /** Remembers when a request text was seen first: only a later read answers it. */
  void noteRequest(Optional<String> text, long now) {
    if (text.isPresent() && !text.get().equals(request)) {
      request = text.get();
      requestSeenAt = now;
    }
  }

  /**
   * Remembers when a generation was seen first: older refusals of its secrets say nothing of it.
   */
  void noteGeneration(long seen, long now) {
    if (seen != generation) {
      generation = seen;
      generationSeenAt = now;
    }
  }

  /** True where a newer generation was seen already. */
  boolean isOlder(long other) {
    return other < generation;
  }

  long generationSeenAt() {
    return generationSeenAt;
  }

  long requestSeenAt() {
    return requestSeenAt;
  }

  /**
   * What makes the sync due from here on is about what this attempt did not see; so may be what was
   * told since its {@link #look}, and all of it stays.
   *
   * @param dueOnly true where nothing but a due time leads to the attempt
   */
  synchronized void beginAttempt(boolean dueOnly) {
    boolean edited = duty.isEdited();
    duty.beginAttempt(dueOnly && !marks.isDue(), hasFailed());
    if (!marks.take(timerDue) && edited) {
      duty.markEdited();
    }
    timerDue = false;
    parked = false;
  }

  /**
   * Something of the cluster that the target is made from has changed. As a whole before or after
   * the beginning of an attempt, which else could forget it.
   */
  synchronized void markEdited(long now) {
    duty.markEdited();
    marks.markDue(now);
  }

  /**
   * The attempt ended in the middle, because this process lost the right to act: what asked for it
   * asks again, should the right come back.
   */
  synchronized void abandonAttempt() {
    marks.dueAnew();
    duty.markEdited();
  }

  void endAttempt(Instant time, long now) {
    lastAttempt = time;
    attemptEndedAt = now;
    // A due time that came while the attempt ran is met by it.
    timerDue = false;
  }

  /** True where the last attempt did not work. */
  boolean hasFailed() {
    return failures > 0;
  }

  /** Monotonic end of the last attempt; meaningless before the first. */
  long attemptEndedAt() {
    return attemptEndedAt;
  }

  /** What the reads of the sources showed. */
  SeenSources sources() {
    return sources;
  }

  void succeeded(Instant time) {
    sources.applied();
    marks.templatesApplied();
    failures = 0;
    retry.over();
    lastSuccess = time;
    goneProofs.reset();
  }

  /** Number of failures in a row, this one included. */
  int failed(int before) {
    failures = Math.max(failures, before) + 1;
    return failures;
  }

  /** The wait after a failed attempt. */
  RetryWait retry() {
    return retry;
  }

  /** The wait after a push that did not work. */
  RetryWait pushRetry() {
    return pushRetry;
  }

  boolean hasTimer() {
    return hasTimer;
  }

  void timerSet() {
    hasTimer = true;
  }

  void timerCancelled() {
    hasTimer = false;
  }

  void timerFired() {
    hasTimer = false;
    timerDue = true;
  }

  Optional<Instant> lastAttempt() {
    return Optional.ofNullable(lastAttempt);
  }

  Optional<Instant> lastSuccess() {
    return Optional.ofNullable(lastSuccess);
  }

  /** The proofs in a row that the source is gone. */
  GoneProofs goneProofs() {
    return goneProofs;
  }
}
