package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.schedule.WritePace;
import dev.keyturn.operator.provider.VersionStamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The versions that pushes make of each secret, where its backend bears few. Remembered by this
 * process; of the time before it, the age of the newest version tells enough. Thread-safe.
 */
final class PushPaces {
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Map<String, Paced> paces = new HashMap<>();

  PushPaces(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * What is remembered of one secret.
   *
   * @param until what was said last of the end of a wait; empty where none is on
   */
  private record Paced(WritePace pace, Duration spacing, Optional<Instant> until) {}

  /** The pace of one secret. */
  Pace of(String namespace, RemoteWrites.Access.Granted access) {
    return new Pace(
        namespace + "/" + access.place(), access.place(), access.connection().writes().spacing());
  }

  /** Leave for the versions of one secret. */
  final class Pace {
    private final String secret;
    private final String place;
    private final Optional<Duration> spacing;

    private Pace(String secret, String place, Optional<Duration> spacing) {
      this.secret = secret;
      this.place = place;
      this.spacing = spacing;
    }

    /**
     * Takes leave for one more version.
     *
     * @param newest the version that stands there
     * @return the wait, where there is no leave now
     */
    Optional<PushDelay> take(Optional<VersionStamp> newest) {
      return spacing.flatMap(each -> PushPaces.this.take(secret, place, each, newest));
    }

    /** The version was not made. */
    void giveBack() {
      spacing.ifPresent(each -> PushPaces.this.giveBack(secret, each));
    }
  }

  private synchronized Optional<PushDelay> take(
      String secret, String place, Duration spacing, Optional<VersionStamp> newest) {
    long now = nanoTime.getAsLong();
    paces.values().removeIf(paced -> paced.pace().isOver(paced.spacing(), now));
    Paced known = paces.get(secret);
    WritePace pace = known == null ? before(spacing, newest, now) : known.pace();
    Duration wait = pace.delay(spacing, now);
    if (wait.isZero()) {
      paces.put(secret, new Paced(pace.written(spacing, now), spacing, Optional.empty()));
      return Optional.empty();
    }
    Instant until = known == null ? end(wait) : known.until().orElseGet(() -> end(wait));
    paces.put(secret, new Paced(pace, spacing, Optional.of(until)));
    return Optional.of(new PushDelay(place, until, wait));
  }

  private synchronized void giveBack(String secret, Duration spacing) {
    paces.computeIfPresent(
        secret,
        (key, paced) -> new Paced(paced.pace().givenBack(spacing), spacing, Optional.empty()));
  }

  /** What is known of the time before this process. */
  private WritePace before(Duration spacing, Optional<VersionStamp> newest, long now) {
    return newest
        .flatMap(VersionStamp::created)
        .map(made -> Duration.between(made, clock.instant()))
        .map(age -> age.isNegative() ? Duration.ZERO : age)
        .filter(age -> age.compareTo(spacing.multipliedBy(WritePace.BURST)) < 0)
        .map(age -> WritePace.after(spacing, now - age.toNanos()))
        .orElseGet(() -> WritePace.rested(now));
  }

  /** Not before it, in whole seconds. */
  private Instant end(Duration wait) {
    return clock.instant().plus(wait).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
  }
}
