package dev.keyturn.operator.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.engine.lease.LeaseSchedule.Action;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseScheduleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final LeaseState FRESH = LeaseState.issued(START, HOUR, Optional.empty(), true);

  private static Action at(LeaseState lease, int minutes) {
    return LeaseSchedule.next(lease, 67, "uid", START.plus(Duration.ofMinutes(minutes)));
  }

  @Test
  void aLeaseIsKeptThenRenewedThenGivenUp() {
    assertThat(at(FRESH, 30)).isInstanceOf(Action.Keep.class);
    assertThat(at(FRESH, 44)).isInstanceOf(Action.Renew.class);
    assertThat(at(FRESH, 53)).isInstanceOf(Action.Renew.class);
    assertThat(at(FRESH, 54)).isInstanceOf(Action.Replace.class);
    assertThat(at(FRESH, 90)).isInstanceOf(Action.Replace.class);
  }

  @Test
  void theTimeOfRenewalIsTheSameForTheSameOwnerAndAtMostFivePercentOff() {
    for (int i = 0; i < 1000; i++) {
      Instant until = ((Action.Keep) LeaseSchedule.next(FRESH, 67, "uid-" + i, START)).until();
      assertThat(Duration.between(START, until))
          .isBetween(Duration.ofSeconds(2232), Duration.ofSeconds(2592));
      assertThat(LeaseSchedule.next(FRESH, 67, "uid-" + i, START.plusSeconds(60)))
          .isEqualTo(new Action.Keep(until));
    }
  }

  @Test
  @Proves("P057")
  void aLeaseIsRenewedAtTheShareOfItsTermThatIsAskedFor() {
    for (int share : List.of(30, 67, 80)) {
      Action.Keep keep = (Action.Keep) LeaseSchedule.next(FRESH, share, "uid", START);
      assertThat(Duration.between(START, keep.until()).toSeconds())
          .isBetween(36L * share - 180, 36L * share + 180);
      assertThat(LeaseSchedule.next(FRESH, share, "uid", keep.until()))
          .isInstanceOf(Action.Renew.class);
    }
  }

  @Test
  void theTimesOfManyOwnersAreSpread() {
    long distinct =
        java.util.stream.IntStream.range(0, 1000)
            .mapToObj(i -> LeaseSchedule.next(FRESH, 67, "uid-" + i, START))
            .distinct()
            .count();
    assertThat(distinct).isGreaterThan(60);
  }

  @Test
  void aLeaseThatCannotBeRenewedIsReplacedAtTwoThirds() {
    LeaseState fixed = LeaseState.issued(START, HOUR, Optional.empty(), false);
    assertThat(at(fixed, 36)).isInstanceOf(Action.Keep.class);
    assertThat(at(fixed, 44)).isInstanceOf(Action.Replace.class);
  }

  @Test
  void aShorterTermThanAskedForMeansThatTheLeaseIsReplacedAtOnce() {
    LeaseState full = FRESH.renewed(START, HOUR, Optional.empty(), true);
    assertThat(at(full, 0)).isInstanceOf(Action.Keep.class);
    LeaseState rounded = FRESH.renewed(START, HOUR.minusSeconds(300), Optional.empty(), true);
    assertThat(at(rounded, 0)).isInstanceOf(Action.Keep.class);
    LeaseState shorter = FRESH.renewed(START, Duration.ofMinutes(50), Optional.empty(), true);
    assertThat(at(shorter, 0)).isInstanceOf(Action.Replace.class);
  }

  @Test
  void aLeaseEndsWithTheTokenThatMadeIt() {
    LeaseState cut =
        LeaseState.issued(START, HOUR, Optional.of(START.plus(Duration.ofMinutes(20))), true);
    assertThat(cut.expires()).isEqualTo(START.plus(Duration.ofMinutes(20)));
    assertThat(cut.isCutByToken()).isTrue();
    assertThat(at(cut, 10)).isInstanceOf(Action.Keep.class);
    assertThat(at(cut, 15)).isInstanceOf(Action.Renew.class);
    assertThat(at(cut, 18)).isInstanceOf(Action.Replace.class);
  }

  @Test
  void aRenewalThatCannotOutliveItsTokenIsNoReasonToWait() {
    Optional<Instant> soon = Optional.of(START.plus(Duration.ofMinutes(20)));
    assertThat(at(FRESH.renewed(START, HOUR, soon, true), 0)).isInstanceOf(Action.Replace.class);
  }

  @Test
  void aReplacedLeaseLivesOnForHalfOfItsTimeAndTenMinutesAtMost() {
    assertThat(LeaseSchedule.grace(FRESH, START)).isEqualTo(Duration.ofMinutes(10));
    assertThat(LeaseSchedule.grace(FRESH, START.plus(Duration.ofMinutes(50))))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(LeaseSchedule.grace(FRESH, START.plus(HOUR).plusSeconds(1)))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void whatIsWrittenIsWrittenAnewOnlyWhereItWouldEndBeforeTheNextRenewal() {
    LeaseState renewed = FRESH.renewed(START, HOUR, Optional.empty(), true);
    assertThat(LeaseSchedule.outdates(START.plusSeconds(600), renewed, 67, "uid", START)).isTrue();
    assertThat(LeaseSchedule.outdates(START.plusSeconds(2700), renewed, 67, "uid", START))
        .isFalse();
  }

  @Test
  void aCertificateIsReplacedInTheLastThirdOrAtATimeBeforeItsEnd() {
    Instant end = START.plus(Duration.ofDays(90));
    assertThat(Duration.between(START, RenewBefore.DEFAULT.dueAt(START, end, "uid")))
        .isBetween(Duration.ofDays(60).minusHours(36), Duration.ofDays(60).plusHours(36));
    RenewBefore threeDays = new RenewBefore.Time(Duration.ofDays(3));
    assertThat(Duration.between(threeDays.dueAt(START, end, "uid"), end))
        .isBetween(Duration.ofHours(68), Duration.ofHours(76));
    RenewBefore tooLong = new RenewBefore.Time(Duration.ofDays(100));
    assertThat(tooLong.dueAt(START, end, "uid")).isAfter(START.plus(Duration.ofDays(50)));
  }

  /** Five in a hundred of 23 hours are more than the hour that is left. */
  @Test
  void aCertificateThatIsToBeRenewedSoonIsNotDueAsSoonAsItCame() {
    Instant end = START.plus(Duration.ofHours(24));
    RenewBefore soon = new RenewBefore.Time(Duration.ofHours(23));
    for (int i = 0; i < 200; i++) {
      assertThat(Duration.between(START, soon.dueAt(START, end, "uid-" + i)))
          .isBetween(Duration.ofMinutes(57), Duration.ofMinutes(63));
    }
  }

  @Test
  void aShareIsLessThanTheWhole() {
    assertThat(RenewBefore.share("1/3")).contains(new RenewBefore.Share(1, 3));
    assertThat(RenewBefore.share("3/3")).isEmpty();
    assertThat(RenewBefore.share("0/3")).isEmpty();
    assertThat(RenewBefore.share("x")).isEmpty();
  }
}
