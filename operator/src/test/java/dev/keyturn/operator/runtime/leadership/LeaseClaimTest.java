package dev.keyturn.operator.runtime.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.runtime.leadership.LeaseGateway.Reply;
import dev.keyturn.operator.runtime.leadership.LeaseGateway.Request;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaseClaimTest {
  private static final Instant WALL = Instant.parse("2026-03-01T10:00:00Z");
  private static final LeaseTimes TIMES = LeaseTimes.DEFAULT;

  private final LeaseClaim claim = new LeaseClaim("me", TIMES);

  @Test
  void createsALeaseThatIsNotThereAndHoldsItFromBeforeTheCall() {
    assertThat(claim.next(0, WALL)).isEqualTo(new Request.Read());
    assertThat(claim.receive(new Request.Read(), 0, new Reply.Missing(), 5))
        .isEqualTo(Duration.ZERO);
    Request create = claim.next(seconds(1), WALL);
    assertThat(create).isInstanceOf(Request.Create.class);
    claim.receive(create, seconds(1), mine("1"), seconds(3));

    assertThat(claim.holds(seconds(14) - 1)).isTrue();
    assertThat(claim.holds(seconds(14))).isFalse();
  }

  @Test
  void waitsAFullDurationOfItsOwnClockBeforeItTakesOver() {
    Request read = claim.next(0, WALL);
    claim.receive(read, 0, standing("other", "7", WALL.minus(Duration.ofDays(1))), seconds(1));

    assertThat(claim.next(seconds(16) - 1, WALL)).isEqualTo(new Request.Read());
    claim.receive(read, seconds(9), standing("other", "7", WALL), seconds(10));
    assertThat(claim.next(seconds(16), WALL)).isInstanceOf(Request.Update.class);
  }

  @Test
  void waitsAnewWhenTheRecordMoved() {
    Request read = claim.next(0, WALL);
    claim.receive(read, 0, standing("other", "7", WALL), seconds(1));
    claim.receive(read, seconds(10), standing("other", "8", WALL), seconds(10));

    assertThat(claim.next(seconds(24), WALL)).isEqualTo(new Request.Read());
    assertThat(claim.next(seconds(25), WALL)).isInstanceOf(Request.Update.class);
  }

  @Test
  void takesALeaseThatWasGivenBackAtOnceAndCountsTheTransition() {
    Request read = claim.next(0, WALL);
    LeaseRecord free = new LeaseRecord("", Duration.ofSeconds(1), WALL, WALL, 3);
    Duration wait = claim.receive(read, 0, new Reply.Stands(free, "7"), seconds(1));

    assertThat(wait).isEqualTo(Duration.ZERO);
    assertThat(claim.next(seconds(1), WALL))
        .isEqualTo(new Request.Update(new LeaseRecord("me", TIMES.duration(), WALL, WALL, 4), "7"));
  }

  @Fault("L10")
  @Test
  void waitsForTheHolderOfALeaseThatSomebodyFreedByHand() {
    Request read = claim.next(0, WALL);
    Duration wait = claim.receive(read, 0, standing("", "7", WALL), seconds(1));

    assertThat(wait).isEqualTo(TIMES.retry());
    assertThat(claim.next(seconds(16) - 1, WALL)).isEqualTo(new Request.Read());
    assertThat(claim.next(seconds(16), WALL)).isInstanceOf(Request.Update.class);
  }

  @Test
  void doesNotCreateAtOnceWhatAnotherHeldAMomentAgo() {
    Request read = claim.next(0, WALL);
    claim.receive(read, 0, standing("other", "7", WALL), seconds(1));
    Duration wait = claim.receive(read, seconds(3), new Reply.Missing(), seconds(3));

    assertThat(wait).isEqualTo(TIMES.retry());
    assertThat(claim.next(seconds(18) - 1, WALL)).isEqualTo(new Request.Read());
    assertThat(claim.next(seconds(18), WALL)).isInstanceOf(Request.Create.class);
  }

  /** So an API server answers a renewal of a Lease that is not there any more. */
  @Fault("L10")
  @Test
  void aHolderWhoseRenewalIsAConflictLooksAtOnceAndMakesTheLeaseAnewWhereItIsGone() {
    takeOver();
    Request renewal = claim.next(seconds(19), WALL);
    assertThat(claim.receive(renewal, seconds(19), new Reply.Conflict(), seconds(20)))
        .isEqualTo(Duration.ZERO);
    Request read = claim.next(seconds(20), WALL);
    assertThat(read).isEqualTo(new Request.Read());
    assertThat(claim.receive(read, seconds(20), new Reply.Missing(), seconds(20)))
        .isEqualTo(Duration.ZERO);
    assertThat(claim.next(seconds(20), WALL)).isInstanceOf(Request.Create.class);
    assertThat(claim.holds(seconds(20))).isTrue();
  }

  @Fault("L10")
  @Test
  void whoMayHaveLostTheLeaseMeanwhileWaitsBeforeItMakesItAnew() {
    takeOver();
    Request renewal = claim.next(seconds(40), WALL);
    assertThat(claim.holds(seconds(40))).isFalse();
    assertThat(claim.receive(renewal, seconds(40), new Reply.Missing(), seconds(41)))
        .isEqualTo(TIMES.retry());
    assertThat(claim.next(seconds(56) - 1, WALL)).isEqualTo(new Request.Read());
    assertThat(claim.next(seconds(56), WALL)).isInstanceOf(Request.Create.class);
  }

  @Test
  void failedRenewalsLeaveTheFenceWhereItWas() {
    become();
    Request renewal = claim.next(seconds(3), WALL);
    claim.receive(renewal, seconds(3), new Reply.Failed(), seconds(5));

    assertThat(claim.holds(seconds(13) - 1)).isTrue();
    assertThat(claim.holds(seconds(13))).isFalse();
  }

  @Test
  void readsAgainAfterAConflict() {
    become();
    Request renewal = claim.next(seconds(3), WALL);
    claim.receive(renewal, seconds(3), new Reply.Conflict(), seconds(4));

    assertThat(claim.next(seconds(6), WALL)).isEqualTo(new Request.Read());
  }

  @Test
  void releaseEndsTheHoldingAtOnceAndFreesTheRecord() {
    become();

    assertThat(claim.release(WALL.plusSeconds(9)))
        .contains(
            new Request.Update(
                new LeaseRecord("", Duration.ofSeconds(1), WALL, WALL.plusSeconds(9), 3), "1"));
    assertThat(claim.holds(1)).isFalse();
  }

  private void become() {
    Request read = claim.next(0, WALL);
    claim.receive(read, 0, new Reply.Missing(), 0);
    claim.receive(claim.next(0, WALL), 0, mine("1"), 1);
  }

  /** After another held it: holds from second 16. */
  private void takeOver() {
    Request read = claim.next(0, WALL);
    claim.receive(read, 0, standing("other", "7", WALL), seconds(1));
    claim.receive(claim.next(seconds(16), WALL), seconds(16), mine("8"), seconds(17));
  }

  private static Reply mine(String version) {
    return standing("me", version, WALL);
  }

  private static Reply standing(String holder, String version, Instant wall) {
    return new Reply.Stands(new LeaseRecord(holder, TIMES.duration(), wall, wall, 3), version);
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
