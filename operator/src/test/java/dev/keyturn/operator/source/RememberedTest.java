package dev.keyturn.operator.source;

import static dev.keyturn.operator.source.SourceFixture.failure;
import static dev.keyturn.operator.source.SourceFixture.read;
import static dev.keyturn.operator.source.SourceFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.source.guard.CallLimits;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refusals, versions and sizes that are remembered. */
class RememberedTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private final SourceFixture source = new SourceFixture();

  private static RemoteValue value(int bytes) {
    return new RemoteValue(
        SecretBytes.owning(new byte[bytes]), RemoteValue.Shape.BYTES, Optional.empty(), Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "NotFound, 1, 1",
    "NotFound, 2, 2",
    "NotFound, 3, 4",
    "NotFound, 4, 8",
    "NotFound, 5, 15",
    "NotFound, 1000, 15",
    "AccessDenied, 4, 8",
    "SourceDeleted, 4, 1",
    "InvalidData, 4, 1"
  })
  void aRefusalThatStaysIsTakenOnTrustForLonger(FailureClass kind, int inARow, int minutes) {
    assertThat(Refusals.lifetime(kind, inARow)).isEqualTo(Duration.ofMinutes(minutes));
  }

  @Nested
  class AMissingSecret {
    private final Connection connection = source.connection();

    private int reads() {
      return source.backend.ledger().reads("none");
    }

    private ReadWish wish(String reader) {
      return source.wish(reader, "none");
    }

    @Proves("F078")
    @Test
    void isAskedForAfterOneMinuteThenAfterTwo() {
      read(connection, wish("a"));
      source.time.advance(Duration.ofMinutes(1));
      read(connection, wish("b"));
      assertThat(reads()).isEqualTo(2);
      source.time.advance(Duration.ofSeconds(119));
      assertThat(failure(read(connection, wish("c")))).isEqualTo(FailureClass.NotFound);
      assertThat(reads()).isEqualTo(2);
      source.time.advance(Duration.ofSeconds(1));
      read(connection, wish("d"));
      assertThat(reads()).isEqualTo(3);
    }

    @Test
    void thatCameInBetweenStartsAnew() {
      read(connection, wish("a"));
      source.time.advance(Duration.ofMinutes(1));
      read(connection, wish("a"));
      source.backend.put("none", "here");
      source.time.advance(Duration.ofMinutes(2));
      text(read(connection, wish("a")));
      source.backend.purge("none");
      source.time.advance(Duration.ofMillis(1));
      read(connection, source.fresh("a", "none"));
      source.time.advance(Duration.ofMinutes(1));
      read(connection, wish("b"));
      assertThat(reads()).isEqualTo(5);
    }

    @Test
    void isAskedForAnewByANewGenerationOfASync() {
      read(connection, wish("a"));
      source.time.advance(Duration.ofSeconds(1));
      ReadWish old = wish("b");
      read(
          connection,
          new ReadWish(
              "b",
              old.ref(),
              old.seen(),
              old.notBefore(),
              old.greatestAge(),
              old.deadline(),
              source.time.getAsLong()));
      assertThat(reads()).isEqualTo(2);
    }

    @Test
    void isAskedForAnewWithOtherCredentials() {
      read(connection, wish("a"));
      read(source.connection(), wish("b"));
      assertThat(reads()).isEqualTo(2);
    }
  }

  @Nested
  class Versions {
    private final List<RemoteValue> answers = new ArrayList<>();
    private @Nullable String forgotten;
    private final SharedReads reads =
        new SharedReads(
            new ReadBackend() {
              @Override
              public dev.keyturn.operator.provider.Outcome<RemoteValue> read(
                  RemoteRef ref, dev.keyturn.operator.source.guard.Lease lease) {
                if (forgotten != null) {
                  reads.forget(forgotten);
                }
                return dev.keyturn.operator.provider.Outcome.ok(answers.removeFirst());
              }

              @Override
              public boolean isShut(dev.keyturn.operator.source.guard.Lease lease) {
                return false;
              }
            },
            Optional.empty(),
            Optional.empty(),
            SourceFixture.settings(Duration.ZERO),
            source.parts(),
            source.instrumented(new Ticks(source.time)),
            new Ticks(source.time),
            (ref, readers) -> {});

    private void answer(String text, String version, @Nullable Instant created) {
      answers.add(
          new RemoteValue(
              SecretBytes.ofText(text),
              RemoteValue.Shape.TEXT,
              Optional.of(new VersionStamp(version, true, Optional.ofNullable(created))),
              Map.of()));
    }

    private Reading read(ReadWish wish) {
      source.time.advance(Duration.ofMillis(1));
      try (var lease = source.lease()) {
        return reads.read(wish, lease);
      }
    }

    @Test
    void aSecretWhoseLastReaderIsForgottenDuringTheReadIsNotKnownAfterIt() {
      forgotten = "a";
      answer("value", "1", null);
      text(read(source.fresh("a", "k")));
      assertThat(reads.known()).isZero();
    }

    @Test
    void anOlderVersionThanTheLastIsIgnoredAndCounted() {
      answer("new", "7", CREATED.plusSeconds(7));
      answer("old", "6", CREATED.plusSeconds(6));
      Seen seven = SourceFixture.seen(read(source.fresh("a", "k")));
      assertThat(read(source.refresh("a", "k", seven))).isInstanceOf(Reading.Unchanged.class);
      assertThat(source.regressed).hasValue(1);
    }

    @Test
    void whoHasNotSeenTheNewerOneGetsNoOlderOne() {
      answer("new", "10", null);
      answer("old", "9", null);
      text(read(source.fresh("a", "k")));
      source.time.advance(Duration.ofMillis(1));
      assertThat(failure(read(source.fresh("b", "k")))).isEqualTo(FailureClass.Unavailable);
      assertThat(source.regressed).hasValue(1);
    }

    @Test
    void anOlderOneThatStaysForTenMinutesIsThatOfARestoredBackend() {
      answer("new", "10", null);
      answer("old", "9", null);
      answer("old", "9", null);
      answer("old", "9", null);
      Seen ten = SourceFixture.seen(read(source.fresh("a", "k")));
      assertThat(read(source.refresh("a", "k", ten))).isInstanceOf(Reading.Unchanged.class);
      source.time.advance(Duration.ofMinutes(9));
      assertThat(read(source.fresh("a", "k"))).isInstanceOf(Reading.Failed.class);
      source.time.advance(Duration.ofMinutes(1));
      assertThat(text(read(source.fresh("a", "k")))).isEqualTo("old");
      assertThat(source.regressed).hasValue(2);
    }

    @Test
    void aReplicaThatLagsNowAndThenIsNeverBelieved() {
      for (int i = 0; i < 4; i++) {
        answer("new", "10", null);
        answer("old", "9", null);
      }
      for (int i = 0; i < 4; i++) {
        assertThat(text(read(source.fresh("a", "k")))).isEqualTo("new");
        source.time.advance(Duration.ofMinutes(6));
        assertThat(failure(read(source.fresh("a", "k")))).isEqualTo(FailureClass.Unavailable);
        source.time.advance(Duration.ofMinutes(6));
      }
    }

    @Test
    void whoAsksForWhatThereIsNowGetsAnOlderOne() {
      answer("new", "10", null);
      answer("old", "9", null);
      answer("older", "8", null);
      text(read(source.fresh("a", "k")));
      source.time.advance(Duration.ofMillis(1));
      assertThat(text(read(requested()))).isEqualTo("old");
      source.time.advance(Duration.ofMillis(1));
      assertThat(failure(read(source.fresh("a", "k")))).isEqualTo(FailureClass.Unavailable);
    }

    private ReadWish requested() {
      ReadWish wish = source.fresh("a", "k");
      return new ReadWish(
          wish.reader(),
          wish.ref(),
          wish.seen(),
          wish.notBefore(),
          wish.greatestAge(),
          wish.deadline(),
          wish.refusedNotBefore(),
          true);
    }

    @Test
    void aSecretThatWasMadeAnewCountsFromOneAgain() {
      answer("old", "7", CREATED);
      answer("made anew", "1", CREATED.plusSeconds(1));
      text(read(source.fresh("a", "k")));
      source.time.advance(Duration.ofMillis(1));
      assertThat(text(read(source.fresh("a", "k")))).isEqualTo("made anew");
      assertThat(source.regressed).hasValue(0);
    }

    @Test
    void whoNamesAVersionGetsIt() {
      answer("new", "7", null);
      answer("old", "6", null);
      text(read(pinned()));
      source.time.advance(Duration.ofMillis(1));
      assertThat(text(read(pinned()))).isEqualTo("old");
    }

    private ReadWish pinned() {
      ReadWish wish = source.fresh("a", "k");
      return new ReadWish(
          wish.reader(),
          new RemoteRef("k", Optional.of("6")),
          wish.seen(),
          wish.notBefore(),
          wish.greatestAge(),
          wish.deadline(),
          wish.refusedNotBefore());
    }
  }

  @Nested
  class Bounds {
    @Proves("F076")
    @Test
    void valuesAreKeptInNumberAndTimeAsTheStoreSaysAndZeroIsOff() {
      for (int i = 0; i < 10; i++) {
        source.backend.put("k" + i, "pencil");
      }
      Connection off = source.connection(Duration.ZERO);
      text(read(off, source.wish("a", "k0")));
      text(read(off, source.wish("b", "k0")));
      assertThat(source.backend.ledger().reads("k0")).isEqualTo(2);
      assertThat(source.kept.bytes()).isZero();

      ConnectionSettings three =
          new ConnectionSettings(
              "fake",
              Duration.ofSeconds(15),
              SourceFixture.TTL,
              3,
              new CallLimits(100, 100, 100),
              Retry.NONE);
      Connection bounded = source.connection(source.backend.client(), three, SourceFixture.KEY);
      for (int i = 0; i < 10; i++) {
        text(read(bounded, source.wish("a", "k" + i)));
      }
      assertThat(source.kept.bytes()).isLessThanOrEqualTo(3L * "pencil".length()).isPositive();
      source.time.advance(SourceFixture.TTL);
      source.backend.ledger().clear();
      text(read(bounded, source.wish("b", "k9")));
      assertThat(source.backend.ledger().reads("k9")).isOne();
    }

    @Test
    void theOldestValuesGoFirstOverAllStores() {
      KeptBound bound = new KeptBound(100);
      List<String> dropped = new ArrayList<>();
      HeldValue first = new HeldValue(value(40));
      HeldValue second = new HeldValue(value(40));
      bound.kept(first, () -> dropped.add("first"));
      bound.kept(second, () -> dropped.add("second"));
      bound.kept(new HeldValue(value(90)), () -> dropped.add("third"));
      assertThat(dropped).containsExactly("first", "second");
      assertThat(bound.bytes()).isEqualTo(90);
      bound.left(first);
      assertThat(bound.bytes()).isEqualTo(90);
    }

    @Test
    void keptValuesOfAllConnectionsStayBelowTheBoundAndAreWiped() {
      KeptBound bound = new KeptBound(100);
      Ticks ticks = new Ticks(source.time);
      List<HeldValue> held = new ArrayList<>();
      List<KeptValues> caches =
          List.of(
              new KeptValues(SourceFixture.settings(SourceFixture.TTL), bound, ticks),
              new KeptValues(SourceFixture.settings(SourceFixture.TTL), bound, ticks));
      for (int i = 0; i < 10; i++) {
        HeldValue value = new HeldValue(value(30));
        held.add(value);
        caches.get(i % 2).keep(new RemoteRef("k" + i, Optional.empty()), value);
        value.release();
        assertThat(bound.bytes()).isLessThanOrEqualTo(100);
      }
      assertThat(held.stream().filter(value -> value.copy() != null)).hasSize(3);
      caches.forEach(KeptValues::close);
      assertThat(bound.bytes()).isZero();
      assertThat(held).allMatch(value -> value.copy() == null);
    }

    @Test
    void whatAPassHoldsIsCountedUntilItHasEnded() {
      source.backend.put("k", "pencil");
      Connection connection = source.connection();
      text(read(connection, source.wish("a", "k")));
      text(read(connection, source.wish("b", "k")));
      assertThat(source.inFlight.held()).isEqualTo(2L * "pencil".length());
      source.inFlight.release("a");
      assertThat(source.inFlight.held()).isEqualTo("pencil".length());
      source.inFlight.release("b");
      assertThat(source.inFlight.held()).isZero();
      assertThat(source.kept.bytes()).isEqualTo("pencil".length());
    }
  }
}
