package dev.keyturn.operator.source;

import static dev.keyturn.operator.source.SourceFixture.TTL;
import static dev.keyturn.operator.source.SourceFixture.failure;
import static dev.keyturn.operator.source.SourceFixture.read;
import static dev.keyturn.operator.source.SourceFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.ForwardingClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import dev.keyturn.operator.provider.testkit.FakeGate;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionKeeperTest {
  private static final int MANY = 100;
  private static final String KEY = "shop/db";

  private final SourceFixture source = new SourceFixture();
  private final Connection connection = source.connection(Duration.ZERO);

  @BeforeEach
  void store() {
    source.backend.put(KEY, "pencil");
  }

  private Reading readNow(String key) {
    source.time.advance(Duration.ofMillis(1));
    return read(connection, source.fresh("a", key));
  }

  private int logins() {
    return source.backend.ledger().logins();
  }

  @Fault("V6")
  @Test
  void aHundredReadersWithAnExpiredTokenMakeOneLogin() throws Exception {
    for (int i = 0; i < MANY; i++) {
      source.backend.put("shop/" + i, "v" + i);
    }
    text(readNow(KEY));
    source.backend.expireTokens();
    source.backend.ledger().clear();
    List<String> texts = new ArrayList<>();
    try (FakeGate gate = source.backend.gate();
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reading>> flying = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        String key = "shop/" + i;
        flying.add(readers.submit(() -> read(connection, source.wish("a", key))));
      }
      await().until(() -> gate.waiting() == MANY);
      gate.release();
      for (Future<Reading> reading : flying) {
        texts.add(text(reading.get()));
      }
    }
    assertThat(texts).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(logins()).isEqualTo(1);
  }

  @Test
  void theFirstReadersShareOneLogin() throws Exception {
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reading>> flying = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        String key = "none/" + i;
        flying.add(readers.submit(() -> read(connection, source.wish("a", key))));
      }
      for (Future<Reading> reading : flying) {
        assertThat(failure(reading.get())).isEqualTo(FailureClass.NotFound);
      }
    }
    assertThat(logins()).isEqualTo(1);
  }

  /** Every retry of a day: what a new login was denied, the next tries believe for a while. */
  @Fault("V5")
  @Test
  void deniedPathsCostOneNewLoginInAQuarterOfAnHour() {
    source.backend.sessions(Duration.ofDays(365), true);
    source.backend.put("shop/other", "pen");
    source.backend.deny(KEY);
    source.backend.deny("shop/too");
    for (int minutes = 0; minutes < 24 * 60; minutes += 10) {
      assertThat(failure(readNow(KEY))).isEqualTo(FailureClass.AccessDenied);
      assertThat(failure(readNow("shop/too"))).isEqualTo(FailureClass.AccessDenied);
      assertThat(text(readNow("shop/other"))).isEqualTo("pen");
      // The tries come every ten minutes, so that it is every other one.
      assertThat(logins()).isEqualTo(2 + minutes / 20);
      source.time.advance(Duration.ofMinutes(10));
    }
  }

  @Test
  void aTokenThatDiesBesideADeniedPathIsReplaced() {
    source.backend.sessions(Duration.ofDays(365), true);
    source.backend.put("shop/other", "pen");
    source.backend.deny("shop/other");
    assertThat(failure(readNow("shop/other"))).isEqualTo(FailureClass.AccessDenied);
    source.time.advance(Duration.ofHours(1));
    source.backend.expireTokens();
    assertThat(text(readNow(KEY))).isEqualTo("pencil");
    assertThat(logins()).isEqualTo(3);
  }

  @Test
  void aPathThatWasAllowedInBetweenIsAskedWithANewLoginAgain() {
    source.backend.sessions(Duration.ofDays(365), true);
    source.backend.deny(KEY);
    assertThat(failure(readNow(KEY))).isEqualTo(FailureClass.AccessDenied);
    source.time.advance(Duration.ofHours(1));
    source.backend.allow(KEY);
    assertThat(text(readNow(KEY))).isEqualTo("pencil");
    source.backend.deny(KEY);
    source.time.advance(Duration.ofHours(1));
    assertThat(failure(readNow(KEY))).isEqualTo(FailureClass.AccessDenied);
    assertThat(logins()).isEqualTo(3);
  }

  @Test
  void aReplacedLoginIsRevokedWhenItsCallsAreOver() {
    source.backend.deny(KEY);
    readNow(KEY);
    assertThat(source.backend.openSessions()).isEqualTo(2);
    source.timer.advance(Duration.ofSeconds(21));
    await().untilAsserted(() -> assertThat(source.backend.openSessions()).isEqualTo(1));
    source.backend.put("shop/other", "pen");
    assertThat(text(readNow("shop/other"))).isEqualTo("pen");
  }

  @Test
  void anOutageOfTheLoginDoesNotStopReadsWhileTheTokenLives() {
    source.backend.put("shop/other", "pen");
    text(readNow("shop/other"));
    source.backend.deny(KEY);
    source.backend.fail(Operation.LOGIN, Failure.of(FailureClass.Unavailable), 100);
    assertThat(failure(readNow(KEY))).isEqualTo(FailureClass.Unavailable);
    assertThat(text(readNow("shop/other"))).isEqualTo("pen");
  }

  @Fault("V7")
  @Test
  void aLoginThatCannotBeRenewedServesAndIsToldBeforeItsEnd() {
    text(readNow(KEY));
    Instant end = source.time.instant().plus(Duration.ofHours(1));
    source.backend.fail(Operation.RENEW, Failure.of(FailureClass.Unavailable), 100);
    source.backend.fail(Operation.LOGIN, Failure.of(FailureClass.Unavailable), 100);
    source.timer.advance(Duration.ofMinutes(35));
    assertThat(connection.overdueEnd()).isEmpty();
    source.timer.advance(Duration.ofMinutes(10));
    await().until(() -> connection.overdueEnd().isPresent());
    assertThat(connection.overdueEnd())
        .hasValueSatisfying(
            it -> assertThat(it).isBetween(source.time.instant(), end.plusSeconds(1)));
    assertThat(source.storeFailures).contains(FailureClass.Unavailable);
    assertThat(text(readNow(KEY))).isEqualTo("pencil");
    assertThat(logins()).isOne();
    source.backend.heal();
    await()
        .until(() -> {
          source.timer.advance(Duration.ofMinutes(1));
          return connection.overdueEnd().isEmpty();
        });
    assertThat(logins()).isOne();
    assertThat(text(readNow(KEY))).isEqualTo("pencil");
  }

  @Test
  void aRefusedLoginIsTriedOnceAMinute() {
    source.backend.reject("good");
    for (int i = 0; i < 5; i++) {
      assertThat(failure(readNow(KEY))).isEqualTo(FailureClass.AuthFailed);
    }
    assertThat(logins()).isEqualTo(1);
    source.backend.accept("good");
    source.time.advance(Duration.ofSeconds(59));
    assertThat(failure(readNow(KEY))).isEqualTo(FailureClass.AuthFailed);
    source.time.advance(Duration.ofSeconds(1));
    assertThat(text(readNow(KEY))).isEqualTo("pencil");
    assertThat(logins()).isEqualTo(2);
  }

  @Test
  void aFailingLoginIsTriedAfterOneSecondDoublingToAMinute() {
    source.backend.fail(Operation.LOGIN, Failure.of(FailureClass.Unavailable), 100);
    List<Long> seconds = new ArrayList<>();
    long last = source.time.getAsLong();
    for (int tenths = 0; tenths < 3000; tenths++) {
      int before = logins();
      connection.authenticate();
      if (logins() > before) {
        seconds.add(Duration.ofNanos(source.time.getAsLong() - last).toSeconds());
        last = source.time.getAsLong();
      }
      source.time.advance(Duration.ofMillis(100));
    }
    assertThat(seconds).startsWith(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
  }

  @Test
  void aLoginIsRenewedAtTwoThirdsOfItsLifeGiveOrTakeATenth() {
    text(readNow(KEY));
    Duration wait = source.timer.waits().getFirst();
    assertThat(wait).isBetween(Duration.ofMinutes(36), Duration.ofMinutes(44));
    source.timer.advance(wait);
    await().untilAsserted(() -> assertThat(source.backend.ledger().renewals()).isEqualTo(1));
    await().until(() -> !source.timer.waits().isEmpty());
    assertThat(logins()).isEqualTo(1);
  }

  @Test
  void renewalsKeepAConnectionLoggedInForADay() {
    text(readNow(KEY));
    for (int i = 0; i < 40; i++) {
      int renewals = i + 1;
      source.timer.advance(Collections.max(source.timer.waits()));
      // The next renewal, and the end of the token of before this one.
      await()
          .until(() ->
              source.backend.ledger().renewals() == renewals && source.timer.waits().size() == 2);
      assertThat(text(readNow(KEY))).isEqualTo("pencil");
    }
    assertThat(logins()).isEqualTo(1);
  }

  @Test
  void aLoginThatCannotBeRenewedIsMadeAnewInTime() {
    source.backend.sessions(Duration.ofHours(1), false);
    text(readNow(KEY));
    source.timer.advance(source.timer.waits().getFirst());
    await().untilAsserted(() -> assertThat(logins()).isEqualTo(2));
    assertThat(source.backend.ledger().renewals()).isZero();
  }

  @Test
  void aRefusedRenewalLeadsToANewLogin() {
    text(readNow(KEY));
    source.backend.fail(Operation.RENEW, Failure.of(FailureClass.AuthFailed), 1);
    source.timer.advance(source.timer.waits().getFirst());
    await().untilAsserted(() -> assertThat(logins()).isEqualTo(2));
    assertThat(text(readNow(KEY))).isEqualTo("pencil");
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureClass.class,
      names = {"Unavailable", "Sealed", "Throttled", "Timeout"})
  void aRenewalThatFailedIsTriedAgainWhileTheLoginLives(FailureClass kind) {
    text(readNow(KEY));
    source.backend.fail(Operation.RENEW, Failure.of(kind), 1);
    source.timer.advance(source.timer.waits().getFirst());
    await().until(() -> source.backend.ledger().renewals() == 1 && !source.timer.waits().isEmpty());
    assertThat(text(readNow(KEY))).isEqualTo("pencil");
    source.timer.advance(source.timer.waits().getFirst());
    await().untilAsserted(() -> assertThat(source.backend.ledger().renewals()).isEqualTo(2));
    assertThat(logins()).isEqualTo(1);
  }

  @Test
  void closingRevokesEveryLoginOfOurs() {
    source.backend.deny(KEY);
    readNow(KEY);
    assertThat(source.backend.openSessions()).isEqualTo(2);
    connection.close();
    assertThat(source.backend.openSessions()).isZero();
    assertThat(source.backend.openClients()).isZero();
    source.timer.advance(Duration.ofHours(2));
    assertThat(source.backend.ledger().revocations()).isEqualTo(2);
    assertThat(source.backend.ledger().renewals()).isZero();
  }

  @Test
  void aLoginThatSomebodyElseMadeIsNotRevoked() {
    Connection borrowed = source.connection(new BorrowedLogin(source.backend.client()), TTL);
    text(read(borrowed, source.wish("a", KEY)));
    borrowed.close();
    assertThat(source.backend.ledger().revocations()).isZero();
    assertThat(source.backend.openSessions()).isEqualTo(1);
  }

  @Test
  void aClosedConnectionLogsInNoMore() {
    connection.close();
    assertThat(failure(readNow(KEY))).isEqualTo(FailureClass.Unavailable);
    assertThat(logins()).isZero();
  }

  @Test
  void theTokenOfBeforeARenewalIsWipedAndNotRevoked() {
    List<Session> held = new CopyOnWriteArrayList<>();
    ProviderClient noting =
        new ForwardingClient(source.backend.client()) {
          @Override
          public Outcome<Session> login(Deadline deadline) {
            return noted(super.login(deadline));
          }

          @Override
          public Outcome<Session> renew(Session session, Deadline deadline) {
            return noted(super.renew(session, deadline));
          }

          private Outcome<Session> noted(Outcome<Session> outcome) {
            return outcome.map(session -> {
              held.add(session);
              return session;
            });
          }
        };
    Connection renewing = source.connection(noting, Duration.ZERO);
    text(read(renewing, source.fresh("a", KEY)));
    // No further than the renewal: what it plans must not fall into the same step.
    source.timer.advance(source.timer.waits().getFirst());
    await().until(() -> held.size() == 2 && source.timer.waits().size() == 2);
    source.timer.advance(Duration.ofSeconds(20));
    await()
        .untilAsserted(() ->
            assertThatThrownBy(() -> held.getFirst().token().size())
                .isInstanceOf(IllegalStateException.class));
    assertThat(source.backend.openSessions()).isEqualTo(1);
    text(read(renewing, source.fresh("a", KEY)));
    assertThat(logins()).isEqualTo(1);
  }
}
