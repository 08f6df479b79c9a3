package dev.keyturn.operator.source;

import static dev.keyturn.operator.source.SourceFixture.TTL;
import static dev.keyturn.operator.source.SourceFixture.failure;
import static dev.keyturn.operator.source.SourceFixture.read;
import static dev.keyturn.operator.source.SourceFixture.seen;
import static dev.keyturn.operator.source.SourceFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.testkit.FakeGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SharedReadsTest {
  private static final String KEY = "shop/db";
  private static final int MANY = 50;

  private final SourceFixture source = new SourceFixture();

  @BeforeEach
  void store() {
    source.backend.sessions(Duration.ofDays(365), true);
    source.backend.put(KEY, "pencil");
  }

  @Test
  void aGrantForAnotherSecretOpensNothing() {
    Connection connection = source.connection();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> connection.read(SourceFixture.leave("shop/other"), source.wish("a", KEY)));
    assertThat(source.backend.ledger().reads()).isZero();
  }

  @Nested
  class OneFlight {
    @Test
    void manyReadersOfOneSecretCostOneRead() throws Exception {
      Connection connection = source.connection();
      List<String> texts = new ArrayList<>();
      try (FakeGate gate = source.backend.gate();
          ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Reading>> flying = startReaders(connection, readers);
        await().until(() -> source.joined.get() == MANY - 1 && gate.waiting() == 1);
        gate.release();
        for (Future<Reading> reading : flying) {
          texts.add(text(reading.get()));
        }
      }
      assertThat(texts).hasSize(MANY).containsOnly("pencil");
      assertThat(source.backend.ledger().reads(KEY)).isEqualTo(1);
    }

    @Test
    void aFailureIsSharedToo() throws Exception {
      Connection connection = source.connection();
      source.backend.fail(FailureClass.Unavailable, FailureDetail.NONE, 1);
      try (FakeGate gate = source.backend.gate();
          ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Reading>> flying = startReaders(connection, readers);
        await().until(() -> source.joined.get() == MANY - 1);
        gate.release();
        for (Future<Reading> reading : flying) {
          assertThat(failure(reading.get())).isEqualTo(FailureClass.Unavailable);
        }
      }
      assertThat(source.backend.ledger().reads(KEY)).isEqualTo(1);
    }

    @Test
    void aReaderWhoLeavesDoesNotTakeTheOthersWithIt() throws Exception {
      Connection connection = source.connection();
      try (FakeGate gate = source.backend.gate();
          ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Reading> patient =
            readers.submit(() -> read(connection, source.wish("patient", KEY)));
        await().until(() -> gate.waiting() == 1);
        Reading impatient = read(connection, passed("impatient"));
        assertThat(failure(impatient)).isEqualTo(FailureClass.Timeout);
        gate.release();
        assertThat(text(patient.get())).isEqualTo("pencil");
      }
      assertThat(source.backend.ledger().reads(KEY)).isEqualTo(1);
    }

    @Test
    void aReadThatBeganTooEarlyIsNotJoined() throws Exception {
      Connection connection = source.connection();
      try (FakeGate gate = source.backend.gate();
          ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Reading> early = readers.submit(() -> read(connection, source.wish("early", KEY)));
        await().until(() -> gate.waiting() == 1);
        source.time.advance(Duration.ofMillis(1));
        Future<Reading> late = readers.submit(() -> read(connection, source.fresh("late", KEY)));
        await().until(() -> gate.waiting() == 2);
        gate.release();
        assertThat(text(early.get())).isEqualTo(text(late.get()));
      }
      assertThat(source.backend.ledger().reads(KEY)).isEqualTo(2);
    }

    private List<Future<Reading>> startReaders(Connection connection, ExecutorService readers) {
      List<Future<Reading>> flying = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        String reader = "reader-" + i;
        flying.add(readers.submit(() -> read(connection, source.wish(reader, KEY))));
      }
      return flying;
    }

    private static ReadWish passed(String reader) {
      return new ReadWish(
          reader,
          new RemoteRef(KEY, Optional.empty()),
          Optional.empty(),
          Long.MIN_VALUE / 2,
          SourceFixture.INTERVAL,
          Deadline.after(Duration.ZERO),
          Long.MIN_VALUE / 2);
    }
  }

  @Nested
  class Verdicts {
    @Test
    void anothersNewerReadConfirmsWithoutACall() {
      Connection connection = source.connection();
      Seen first = seen(read(connection, source.wish("a", KEY)));
      source.time.advance(Duration.ofMinutes(50));
      text(read(connection, source.fresh("b", KEY)));
      source.time.advance(Duration.ofMinutes(10));
      assertThat(source.backend.ledger().reads()).isEqualTo(2);

      Reading refreshed = read(connection, source.refresh("a", KEY, first));
      assertThat(refreshed).isInstanceOf(Reading.Unchanged.class);
      assertThat(seen(refreshed).startedAt()).isGreaterThan(first.startedAt());
      assertThat(source.backend.ledger().reads()).isEqualTo(2);
    }

    @Test
    void onesOwnReadConfirmsNothing() {
      Connection connection = source.connection();
      Seen first = seen(read(connection, source.wish("a", KEY)));
      source.time.advance(Duration.ofSeconds(1));
      assertThat(read(connection, source.refresh("a", KEY, first)))
          .isInstanceOf(Reading.Unchanged.class);
      assertThat(source.backend.ledger().reads()).isEqualTo(2);
    }

    @Test
    void aVerdictOlderThanTheIntervalIsNone() {
      Connection connection = source.connection();
      Seen first = seen(read(connection, source.wish("a", KEY)));
      source.time.advance(Duration.ofSeconds(1));
      text(read(connection, source.fresh("b", KEY)));
      source.time.advance(SourceFixture.INTERVAL);
      read(connection, source.refresh("a", KEY, first));
      assertThat(source.backend.ledger().reads()).isEqualTo(3);
    }

    @Test
    void aChangedValueIsHandedOver() {
      Connection connection = source.connection();
      Seen first = seen(read(connection, source.wish("a", KEY)));
      source.time.advance(Duration.ofHours(1));
      source.backend.put(KEY, "pen");
      assertThat(text(read(connection, source.refresh("a", KEY, first)))).isEqualTo("pen");
    }

    @Test
    void hundredSyncsOfOneSecretCostOneReadPerInterval() {
      Connection connection = source.connection(Duration.ZERO);
      List<Seen> seen = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        seen.add(seen(read(connection, source.fresh("r" + i, KEY))));
        source.time.advance(Duration.ofSeconds(36));
      }
      source.backend.ledger().clear();
      for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 100; i++) {
          seen.set(i, seen(read(connection, source.refresh("r" + i, KEY, seen.get(i)))));
          source.time.advance(Duration.ofSeconds(36));
        }
      }
      assertThat(source.backend.ledger().reads()).isLessThanOrEqualTo(11);
    }
  }

  @Nested
  class Memory {
    @Test
    void aValueIsSharedForItsLifetimeAndNoLonger() {
      Connection connection = source.connection();
      text(read(connection, source.wish("a", KEY)));
      source.time.advance(TTL.minusMillis(1));
      assertThat(text(read(connection, source.wish("b", KEY)))).isEqualTo("pencil");
      assertThat(source.backend.ledger().reads()).isEqualTo(1);
      source.time.advance(Duration.ofMillis(1));
      text(read(connection, source.wish("c", KEY)));
      assertThat(source.backend.ledger().reads()).isEqualTo(2);
    }

    @Test
    void withoutALifetimeEveryReaderReads() {
      Connection connection = source.connection(Duration.ZERO);
      text(read(connection, source.wish("a", KEY)));
      text(read(connection, source.wish("b", KEY)));
      assertThat(source.backend.ledger().reads()).isEqualTo(2);
    }

    @Test
    void anAnswerFromBeforeTheWishIsNotTaken() {
      Connection connection = source.connection();
      text(read(connection, source.wish("a", KEY)));
      source.time.advance(Duration.ofMillis(1));
      source.backend.put(KEY, "pen");
      assertThat(text(read(connection, source.fresh("a", KEY)))).isEqualTo("pen");
    }

    @Test
    void aMissingSecretIsAskedForOnceAMinute() {
      Connection connection = source.connection();
      assertThat(failure(read(connection, source.wish("a", "none"))))
          .isEqualTo(FailureClass.NotFound);
      source.time.advance(Duration.ofSeconds(59));
      assertThat(failure(read(connection, source.wish("b", "none"))))
          .isEqualTo(FailureClass.NotFound);
      assertThat(source.backend.ledger().reads()).isEqualTo(1);
      assertThat(source.fromMemory("negative")).isEqualTo(1);
      source.time.advance(Duration.ofSeconds(1));
      read(connection, source.wish("c", "none"));
      assertThat(source.backend.ledger().reads()).isEqualTo(2);
    }

    @Test
    void aRequestGoesPastARememberedFailure() {
      Connection connection = source.connection();
      read(connection, source.wish("a", "none"));
      source.time.advance(Duration.ofMillis(1));
      source.backend.put("none", "here");
      assertThat(text(read(connection, source.fresh("a", "none")))).isEqualTo("here");
    }

    @ParameterizedTest
    @EnumSource(
        value = FailureClass.class,
        names = {"Unavailable", "Timeout", "TlsError", "Internal"})
    void whatSaysNothingOfTheSecretIsNotRemembered(FailureClass kind) {
      Connection connection = source.connection();
      source.backend.fail(kind, FailureDetail.NONE, 1);
      assertThat(failure(read(connection, source.wish("a", KEY)))).isEqualTo(kind);
      assertThat(text(read(connection, source.wish("b", KEY)))).isEqualTo("pencil");
    }

    @Test
    void aDeletedSecretIsNotServedFromMemory() {
      Connection connection = source.connection();
      text(read(connection, source.wish("a", KEY)));
      source.time.advance(Duration.ofMillis(1));
      source.backend.softDelete(KEY);
      assertThat(failure(read(connection, source.fresh("b", KEY))))
          .isEqualTo(FailureClass.SourceDeleted);
      assertThat(failure(read(connection, source.wish("a", KEY))))
          .isEqualTo(FailureClass.SourceDeleted);
    }
  }

  @Nested
  class News {
    @Test
    void aChangeWakesEveryoneElseWhoReadsTheSecret() {
      Connection connection = source.connection();
      text(read(connection, source.wish("a", KEY)));
      text(read(connection, source.wish("b", KEY)));
      assertThat(source.told).isEmpty();
      source.time.advance(Duration.ofMinutes(1));
      source.backend.put(KEY, "pen");
      text(read(connection, source.fresh("a", KEY)));
      await().untilAsserted(() -> assertThat(source.told).containsExactly(Set.of("b")));
    }

    @Test
    void aSecretThatComesOrGoesIsNews() {
      Connection connection = source.connection();
      read(connection, source.wish("a", "late"));
      read(connection, source.wish("b", "late"));
      source.time.advance(Duration.ofMinutes(2));
      source.backend.put("late", "here");
      text(read(connection, source.fresh("a", "late")));
      await().untilAsserted(() -> assertThat(source.told).hasSize(1));
      source.time.advance(Duration.ofMinutes(2));
      source.backend.softDelete("late");
      read(connection, source.fresh("a", "late"));
      await().untilAsserted(() -> assertThat(source.told).hasSize(2));
    }

    @Test
    void anOutageAndItsEndAreNoNewsOfTheSecret() {
      Connection connection = source.connection();
      text(read(connection, source.wish("a", KEY)));
      source.time.advance(Duration.ofMinutes(1));
      source.backend.fail(FailureClass.Unavailable, FailureDetail.NONE, 1);
      read(connection, source.fresh("a", KEY));
      source.time.advance(Duration.ofMinutes(1));
      text(read(connection, source.fresh("a", KEY)));
      assertThat(source.told).isEmpty();
      assertThat(source.storeFailures).containsExactly(FailureClass.Unavailable);
    }

    @Test
    void aForgottenReaderIsNotWoken() {
      Connection connection = source.connection();
      text(read(connection, source.wish("a", KEY)));
      text(read(connection, source.wish("b", KEY)));
      text(read(connection, source.wish("c", KEY)));
      connection.forget("b");
      source.time.advance(Duration.ofMinutes(1));
      source.backend.put(KEY, "pen");
      text(read(connection, source.fresh("a", KEY)));
      await().untilAsserted(() -> assertThat(source.told).containsExactly(Set.of("c")));
    }

    @Test
    void whatConcernsOneSecretIsNoFaultOfTheStore() {
      Connection connection = source.connection();
      read(connection, source.wish("a", "none"));
      source.backend.failRead(KEY, Failure.of(FailureClass.InvalidData), 1);
      read(connection, source.wish("a", KEY));
      assertThat(source.storeFailures).isEmpty();
    }
  }
}
