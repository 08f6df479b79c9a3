package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadBackTest {
  private final Deque<Outcome<Standing>> answers = new ArrayDeque<>();
  private int looks;

  private Outcome<Standing> look() {
    looks++;
    return answers.size() > 1 ? answers.pop() : answers.getFirst();
  }

  private Outcome<Standing> atLeast(long least, List<Outcome<Standing>> seen) {
    answers.addAll(seen);
    return new ReadBack(this::look).atLeast(least);
  }

  private static VersionStamp version(int number, boolean ordered) {
    return new VersionStamp(Integer.toString(number), ordered, Optional.empty());
  }

  private static Outcome<Standing> present(VersionStamp version) {
    return Outcome.ok(
        new Standing.Present(
            new RemoteValue(
                SecretBytes.ofText("{}"),
                RemoteValue.Shape.JSON_OBJECT,
                Optional.of(version),
                Map.of())));
  }

  private static Outcome<Standing> gone(int number) {
    return Outcome.ok(new Standing.Gone(version(number, true), Map.of()));
  }

  private static Outcome<Standing> absent() {
    return Outcome.ok(new Standing.Absent());
  }

  @Test
  void aNodeThatLagsIsLookedAtUntilTheVersionShows() {
    Outcome<Standing> newest = present(version(4, true));
    assertThat(atLeast(4, List.of(present(version(3, true)), absent(), gone(3), newest)))
        .isEqualTo(newest);
    assertThat(looks).isEqualTo(4);
  }

  @Test
  void whatNeverShowsIsNoConflict() {
    assertThat(atLeast(4, List.of(absent())))
        .isEqualTo(Outcome.<Standing>failed(FailureClass.Unavailable));
    assertThat(looks).isEqualTo(4);
  }

  @Test
  void aLaterVersionOrOneWithoutOrderIsTakenAtOnce() {
    for (Outcome<Standing> seen :
        List.of(present(version(5, true)), gone(4), present(version(3, false)))) {
      answers.clear();
      looks = 0;
      assertThat(atLeast(4, List.of(seen))).isEqualTo(seen);
      assertThat(looks).isOne();
    }
  }

  @Test
  void aWriteAndALostRaceSayWhatHasToShow() {
    Optional<VersionStamp> three = Optional.of(version(3, true));
    Outcome<VersionStamp> lost = Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
    assertThat(ReadBack.after(three, Outcome.ok(version(4, true)))).isEqualTo(4);
    assertThat(ReadBack.after(three, lost)).isEqualTo(4);
    assertThat(ReadBack.after(Optional.empty(), lost)).isOne();
    assertThat(ReadBack.after(Optional.of(version(3, false)), lost)).isZero();
    assertThat(ReadBack.after(three, Outcome.ok(version(4, false)))).isZero();
    assertThat(ReadBack.after(three, Outcome.failed(FailureClass.Unavailable))).isZero();
  }
}
