package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BackoffTest {
  private static final long SEED = 7;
  private static final Duration HOUR = Duration.ofHours(1);

  private final Backoff backoff = new Backoff(new Random(SEED));

  /** Bounds in seconds, for an interval of an hour. */
  @ParameterizedTest
  @CsvSource({
    "Unavailable, 1, 300",
    "Timeout, 1, 300",
    "Sealed, 1, 300",
    "Throttled, 1, 300",
    "Conflict, 1, 300",
    "Internal, 1, 300",
    "TlsError, 60, 300",
    "AuthFailed, 60, 300",
    "AccessDenied, 60, 900",
    "NotFound, 60, 900",
    "SourceDeleted, 60, 900",
    "KeyMissing, 60, 900",
    "DeletionGuardTripped, 60, 900"
  })
  void waitsGrowWithoutEndToTheirCapAndStayThere(ErrorClass kind, long least, long most) {
    Duration wait = Duration.ZERO;
    Duration longest = Duration.ZERO;
    for (int attempt = 0; attempt < 2_000; attempt++) {
      Duration next = backoff.next(kind, wait, HOUR).orElseThrow();
      assertThat(next)
          .as("attempt %d, seed %d", attempt, SEED)
          .isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most));
      longest = next.compareTo(longest) > 0 ? next : longest;
      wait = next;
    }
    assertThat(longest).isEqualTo(Duration.ofSeconds(most));
  }

  @ParameterizedTest
  @CsvSource({"NotFound", "SourceDeleted", "KeyMissing", "DeletionGuardTripped"})
  void aMissingSourceIsNeverAskedForLessOftenThanTheSyncRefreshes(ErrorClass kind) {
    for (Duration interval : new Duration[] {Duration.ofSeconds(10), Duration.ofMinutes(2)}) {
      Duration wait = Duration.ZERO;
      for (int attempt = 0; attempt < 100; attempt++) {
        wait = backoff.next(kind, wait, interval).orElseThrow();
        assertThat(wait).isLessThanOrEqualTo(interval);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {
        "InvalidData",
        "ValidationFailed",
        "TemplateError",
        "TargetInvalid",
        "TargetTooLarge",
        "OwnershipConflict",
        "ScopeDenied",
        "ConfigInvalid",
        "StoreNotReady",
        "CredentialMissing"
      })
  void whatTimeDoesNotCureWaitsForTheNextDueTime(ErrorClass kind) {
    assertThat(backoff.next(kind, Duration.ofSeconds(3), HOUR)).isEmpty();
  }

  @Fault("V18")
  @Test
  void aBrokenTrustIsNotTriedAgainWithinAMinute() {
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next(ErrorClass.TlsError, Duration.ZERO, HOUR).orElseThrow())
          .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }
  }

  @Test
  void objectsThatFailedTogetherDoNotComeBackTogether() {
    Set<Duration> waits = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      waits.add(backoff.next(ErrorClass.Unavailable, Duration.ofMinutes(1), HOUR).orElseThrow());
    }
    assertThat(waits).hasSizeGreaterThan(90);
  }
}
