package dev.keyturn.operator.runtime.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeadershipTest {
  private static final Instant SERVED = Instant.parse("2026-01-01T00:00:00Z");

  private final List<String> heard = new ArrayList<>();
  private final MemoryLease lease = new MemoryLease();
  private long nanos;
  private final Leadership leadership =
      new Leadership(
          lease,
          Leadership.identity("keyturn-0"),
          LeaseTimes.DEFAULT,
          () -> nanos,
          InstantSource.fixed(Instant.EPOCH));

  LeadershipTest() {
    leadership.addListener(
        new Leadership.Listener() {
          @Override
          public void gained() {
            heard.add("gained");
          }

          @Override
          public void lost() {
            heard.add("lost");
          }
        });
  }

  @Test
  void gainsRenewsAndIsToldOnce() {
    gain();
    pass(Duration.ofSeconds(3));
    leadership.step();

    pass(Duration.ofSeconds(12));
    assertThat(leadership.holds()).isTrue();
    assertThat(heard).containsExactly("gained");
  }

  @Fault("L4")
  @Test
  void stopsActingByItselfWhenTheLeaseApiIsDark() {
    gain();
    lease.dark = true;
    pass(Duration.ofSeconds(13));

    assertThat(leadership.holds()).isFalse();
    leadership.step();
    assertThat(heard).containsExactly("gained", "lost");
  }

  @Test
  void aProcessThatWasStoppedForAMinuteDoesNotActWhenItGoesOn() {
    gain();
    pass(Duration.ofSeconds(60));

    assertThat(leadership.holds()).isFalse();
  }

  @Test
  void closeGivesTheLeaseBack() {
    gain();
    leadership.close();

    assertThat(leadership.holds()).isFalse();
    assertThat(heard).containsExactly("gained", "lost");
    assertThat(lease.record)
        .isEqualTo(new LeaseRecord("", Duration.ofSeconds(1), Instant.EPOCH, Instant.EPOCH, 0));
  }

  @Test
  void whatWasServedStandsInTheWritesThatAreMadeAnyway() {
    gain();
    int writes = lease.version;
    leadership.publish(() -> Optional.of(SERVED));
    pass(Duration.ofSeconds(3));
    leadership.step();
    assertThat(lease.version).isEqualTo(writes + 1);
    assertThat(Objects.requireNonNull(lease.record).servedUntil()).contains(SERVED);
    leadership.close();
    assertThat(lease.record.servedUntil()).contains(SERVED);
  }

  @Test
  void theNextHolderLearnsWhatWasServedAndKeepsItUntilItKnowsMore() {
    lease.record =
        new LeaseRecord(
            "", Duration.ofSeconds(1), Instant.EPOCH, Instant.EPOCH, 3, Optional.of(SERVED));
    leadership.step();
    leadership.step();
    assertThat(leadership.holds()).isTrue();
    assertThat(leadership.servedUntil()).contains(SERVED);
    pass(Duration.ofSeconds(3));
    leadership.step();
    assertThat(Objects.requireNonNull(lease.record).servedUntil()).contains(SERVED);
  }

  @Fault("L8")
  @Test
  void aRestartedContainerOfTheSamePodIsAnotherCandidate() {
    assertThat(Leadership.identity("keyturn-0")).isNotEqualTo(Leadership.identity("keyturn-0"));
  }

  @Fault("L10")
  @Test
  void aDeletedLeaseIsTakenAgainByItsHolderAndByNobodyElseMeanwhile() {
    Leadership standby = standby();
    gain();
    standby.step();
    lease.record = null;
    standby.step();
    standby.step();
    assertThat(standby.holds()).isFalse();
    pass(Duration.ofSeconds(3));
    leadership.step();
    leadership.step();
    standby.step();
    assertThat(leadership.holds()).isTrue();
    assertThat(standby.holds()).isFalse();
    pass(Duration.ofSeconds(11));
    assertThat(leadership.holds()).isTrue();
    assertThat(heard).containsExactly("gained");
  }

  @Fault("L10")
  @ParameterizedTest
  @ValueSource(strings = {"", "somebody"})
  void whereTheLeaseIsEditedByHandItsHolderStepsDownBeforeAnotherTakesIt(String holder) {
    Leadership standby = standby();
    gain();
    standby.step();
    lease.write(
        new LeaseRecord(holder, LeaseTimes.DEFAULT.duration(), Instant.EPOCH, Instant.EPOCH, 1));
    for (int second = 0; second < 20; second++) {
      standby.step();
      standby.step();
      assertThat(leadership.holds() && standby.holds()).isFalse();
      if (second == 3) {
        leadership.step();
        leadership.step();
        assertThat(leadership.holds()).isFalse();
      }
      pass(Duration.ofSeconds(1));
    }
    assertThat(standby.holds()).isTrue();
    assertThat(heard).containsExactly("gained", "lost");
  }

  private Leadership standby() {
    return new Leadership(
        lease,
        Leadership.identity("keyturn-1"),
        LeaseTimes.DEFAULT,
        () -> nanos,
        InstantSource.fixed(Instant.EPOCH));
  }

  private void gain() {
    leadership.step();
    leadership.step();
    assertThat(leadership.holds()).isTrue();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static final class MemoryLease implements LeaseGateway {
    private @Nullable LeaseRecord record;
    private int version;
    private boolean dark;

    @Override
    public Reply send(Request request) {
      if (dark) {
        return new Reply.Failed();
      }
      return switch (request) {
        case Request.Read() -> record == null ? new Reply.Missing() : stands(record);
        case Request.Create(LeaseRecord created) -> write(created);
        case Request.Update(LeaseRecord updated, String expected) ->
            expected.equals(Integer.toString(version)) ? write(updated) : new Reply.Conflict();
      };
    }

    private Reply write(LeaseRecord next) {
      version++;
      record = next;
      return stands(next);
    }

    private Reply stands(LeaseRecord now) {
      return new Reply.Stands(now, Integer.toString(version));
    }
  }
}
