package dev.keyturn.operator.source.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who gets room, in megabytes of eight. */
class MemoryBoundTest {
  private static final long MB = 1 << 20;

  private final AtomicInteger roomAgain = new AtomicInteger();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final List<String> given = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final MemoryBound bound =
      new MemoryBound(8 * MB, roomAgain::incrementAndGet, this::later);

  private void later(Duration wait, Runnable check) {
    assertThat(wait).isEqualTo(MemoryBound.PATIENCE);
    later.add(check);
  }

  /** Lets everybody's patience end once. */
  private void patienceEnds() {
    for (int left = later.size(); left > 0; left--) {
      later.remove().run();
    }
  }

  private Claim body(String name, String store, long megabytes, String... readers) {
    Claim claim =
        new Claim(
            bound,
            store,
            Set.copyOf(Arrays.asList(readers)),
            megabytes * MB,
            room -> (room ? given : refused).add(name));
    if (claim.ask()) {
      given.add(name);
    }
    return claim;
  }

  /** A value that a reader has got. */
  private void holds(String reader, long megabytes) {
    bound.take(megabytes * MB);
    bound.handOver(reader, megabytes * MB);
  }

  private void copy(String reader, long megabytes) {
    boolean atOnce =
        bound.copy(reader, megabytes * MB, room -> (room ? given : refused).add(reader)).ask();
    if (atOnce) {
      given.add(reader);
    }
  }

  @Test
  void whoComesFirstIsServedFirst() {
    holds("x", 7);
    body("one", "s", 2, "a");
    body("two", "t", 1, "b");
    assertThat(given).isEmpty();
    // A timer that knew each of them would keep their bodies in memory until its time.
    assertThat(later).hasSize(1);
    bound.release("x");
    assertThat(given).containsExactly("one", "two");
    assertThat(bound.taken()).isEqualTo(3 * MB);
  }

  @Test
  void aSmallerOneDoesNotOvertakeTheFirstInLine() {
    holds("x", 6);
    body("large", "s", 3, "a");
    body("small", "t", 1, "b");
    assertThat(given).isEmpty();
  }

  @Test
  void theBodiesOfOneStoreTakeHalfAtMostAndOthersPassThem() {
    Claim first = body("first", "drip", 2);
    body("second", "drip", 2);
    body("third", "drip", 2);
    body("other", "well", 2);
    assertThat(given).containsExactly("first", "second", "other");
    first.close();
    assertThat(given).containsExactly("first", "second", "other", "third");
  }

  @Test
  void oneBodyAlwaysGetsRoomHoweverLargeItMayBecome() {
    body("page", "s", 100);
    assertThat(given).containsExactly("page");
    body("other", "t", 100);
    assertThat(given).containsExactly("page", "other");
    assertThat(bound.taken()).isEqualTo(8 * MB);
  }

  @Test
  void whatABodyTurnsOutNotToNeedIsFreeAtOnce() {
    Claim first = body("first", "s", 2);
    body("second", "s", 2);
    body("third", "s", 1);
    first.settle(MB);
    assertThat(given).containsExactly("first", "second", "third");
  }

  @Test
  void whoLeavesTheLineLetsTheNextOneIn() {
    holds("x", 6);
    Claim large = body("large", "s", 3);
    body("small", "t", 1);
    large.close();
    assertThat(given).containsExactly("small");
    assertThat(bound.waiting()).isZero();
    bound.release("x");
    assertThat(bound.taken()).isEqualTo(MB);
  }

  @Test
  void whoHoldsSomethingGoesFirst() {
    holds("beyond", 4);
    holds("a", 1);
    holds("x", 3);
    // The one that may go beyond the bound has done so.
    body("of beyond", "r", 1, "beyond");
    body("of b", "s", 2, "b");
    body("of a", "t", 2, "a");
    assertThat(given).containsExactly("of beyond");
    bound.release("x");
    assertThat(given).containsExactly("of beyond", "of a");
  }

  @Test
  void onePassGoesBeyondTheBoundAndTheNextOneWhenItHasEnded() {
    for (int i = 0; i < 12; i++) {
      copy("alone", 1);
    }
    assertThat(given).hasSize(12);
    holds("next", 1);
    copy("next", 1);
    assertThat(given).hasSize(12);
    copy("alone", 1);
    assertThat(given).hasSize(13);
    bound.release("alone");
    assertThat(given).hasSize(14).endsWith("next");
    assertThat(bound.taken()).isEqualTo(2 * MB);
  }

  @Test
  void whoHoldsSomethingAndWaitsTooLongGivesWay() {
    holds("beyond", 8);
    copy("beyond", 1);
    holds("a", 1);
    copy("a", 1);
    copy("b", 1);
    patienceEnds();
    assertThat(refused).isEmpty();
    patienceEnds();
    assertThat(refused).containsExactly("a");
    assertThat(bound.waiting()).isOne();
    // Who holds nothing stands in nobody's way.
    patienceEnds();
    assertThat(refused).containsExactly("a");
    bound.release("beyond");
    assertThat(given).containsExactly("beyond", "b");
  }

  @Test
  void patienceThatEndsAfterTheRoomWasGivenChangesNothing() {
    holds("x", 8);
    copy("a", 1);
    bound.release("x");
    patienceEnds();
    patienceEnds();
    assertThat(given).containsExactly("a");
    assertThat(refused).isEmpty();
    assertThat(later).isEmpty();
  }

  @Test
  void smallValuesNeverWaitAndKeepNobodyWaiting() {
    for (int i = 0; i < 200; i++) {
      bound.charge("small", MemoryBound.FREE);
    }
    assertThat(bound.held()).isGreaterThan(8 * MB);
    assertThat(bound.taken()).isZero();
    body("large", "s", 4);
    assertThat(given).containsExactly("large");
  }

  @Test
  void aValueTakesTheRoomOfItsBody() {
    CallRoom.run(
        () -> Set.of("a"),
        room -> {
          Claim claim = room.claim(new StoreRoom(bound, "s"), 2 * MB, given -> {});
          assertThat(claim.ask()).isTrue();
          bound.land(MB, room);
          assertThat(bound.taken()).isEqualTo(2 * MB);
          bound.handOver("a", MB);
        });
    assertThat(bound.taken()).isEqualTo(MB);
    bound.release("a");
    assertThat(bound.taken()).isZero();
    assertThat(bound.held()).isZero();
  }

  @Test
  void aPartOfTheRoomMovesToAnotherCall() {
    CallRoom.run(
        Set::of,
        single ->
            CallRoom.run(
                Set::of,
                batch -> {
                  assertThat(batch.claim(new StoreRoom(bound, "s"), 3 * MB, any -> {}).ask())
                      .isTrue();
                  batch.move(MB, single);
                  batch.giveBack();
                  assertThat(bound.taken()).isEqualTo(MB);
                  bound.land(MB, single);
                  assertThat(bound.taken()).isEqualTo(MB);
                }));
    assertThat(bound.taken()).isEqualTo(MB);
  }

  @Test
  void theRoomOfACallIsFreeWhateverWayItEnds() {
    try {
      CallRoom.run(
          Set::of,
          room -> {
            assertThat(room.claim(new StoreRoom(bound, "s"), MB, any -> {}).ask()).isTrue();
            throw new IllegalStateException("a provider that throws");
          });
    } catch (IllegalStateException thrown) {
      assertThat(bound.taken()).isZero();
    }
    assertThat(bound.taken()).isZero();
  }

  @Test
  void newCallsAreAdmittedBelowThreeQuartersAndWhoWasRefusedIsTold() {
    holds("a", 2);
    holds("b", 4);
    assertThat(bound.roomOrRefused()).isFalse();
    assertThat(roomAgain).hasValue(0);
    bound.release("a");
    assertThat(roomAgain).hasValue(1);
    bound.release("b");
    assertThat(roomAgain).hasValue(1);
    assertThat(bound.roomOrRefused()).isTrue();
  }

  @Test
  void bodiesThatDripKeepNoNewCallFromBeingAdmitted() {
    body("one", "s", 4);
    body("two", "t", 4);
    assertThat(bound.roomOrRefused()).isTrue();
  }
}
