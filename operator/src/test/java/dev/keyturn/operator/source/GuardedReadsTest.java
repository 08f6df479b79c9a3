package dev.keyturn.operator.source;

import static dev.keyturn.operator.source.SourceFixture.failure;
import static dev.keyturn.operator.source.SourceFixture.read;
import static dev.keyturn.operator.source.SourceFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.source.guard.CallLimits;
import dev.keyturn.operator.source.guard.Waiter;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection does when its backend is down, busy or slow. */
class GuardedReadsTest {
  private static final String KEY = "shop/db";
  private static final ConnectionKey OF_TENANT = new ConnectionKey("store-1", 1, "", "tenant");

  private final SourceFixture source = new SourceFixture();

  @BeforeEach
  void store() {
    source.backend.sessions(Duration.ofDays(365), true);
    source.backend.put(KEY, "pencil");
  }

  private Connection connection(Retry retry) {
    ConnectionSettings settings =
        new ConnectionSettings(
            "fake", Duration.ofSeconds(15), Duration.ZERO, 0, new CallLimits(100, 100, 100), retry);
    return source.connection(source.backend.client(), settings, SourceFixture.KEY);
  }

  private int reads() {
    return source.backend.ledger().reads();
  }

  @Test
  void whileTheBreakerIsOpenNothingIsCalled() {
    Connection connection = source.connection();
    source.backend.seal(true);
    assertThat(failure(read(connection, source.fresh("a", KEY)))).isEqualTo(FailureClass.Sealed);
    source.backend.ledger().clear();
    for (int i = 0; i < 100; i++) {
      assertThat(failure(read(connection, source.fresh("r" + i, KEY))))
          .isEqualTo(FailureClass.Sealed);
      source.time.advance(Duration.ofSeconds(1));
    }
    assertThat(source.backend.ledger().entries()).isEmpty();
    assertThat(source.storeFailures).containsExactly(FailureClass.Sealed);
  }

  @Test
  void aPausedStoreIsNotCalledAndNotProbed() {
    Connection connection = source.connection();
    Failure throttled =
        Failure.of(FailureClass.Throttled).withRetryAfter(Optional.of(Duration.ofSeconds(20)));
    source.backend.fail(FakeBackend.Operation.READ, throttled, 1);
    read(connection, source.fresh("a", KEY));
    source.time.advance(Duration.ofSeconds(19));
    assertThat(failure(read(connection, source.fresh("b", KEY)))).isEqualTo(FailureClass.Throttled);
    assertThat(reads()).isOne();
    assertThat(source.storeFailures).isEmpty();
    source.time.advance(Duration.ofSeconds(1));
    assertThat(text(read(connection, source.fresh("b", KEY)))).isEqualTo("pencil");
  }

  @Test
  void everyCallCountsAgainstTheLimitOfTheStore() {
    Connection connection = connection(Retry.NONE);
    connection.probe();
    text(read(connection, source.fresh("a", KEY)));
    // A probe, a login and a read were made, so 97 of 100 are left.
    assertThat(source.guards.of("store-1").admit(new Waiter("many", 98, 0)))
        .isInstanceOf(dev.keyturn.operator.source.guard.Admission.Queued.class);
    source.guards.forget("many");
    assertThat(source.guards.of("store-1").admit(new Waiter("many", 97, 0)))
        .isInstanceOf(dev.keyturn.operator.source.guard.Admission.Granted.class);
  }

  @Test
  void onlyWhatMemoryCannotAnswerNeedsACall() {
    Connection connection = source.connection();
    assertThat(connection.callsFor(List.of(source.wish("a", KEY)))).isOne();
    Seen seen = SourceFixture.seen(read(connection, source.wish("a", KEY)));
    assertThat(connection.callsFor(List.of(source.wish("b", KEY)))).isZero();
    source.time.advance(Duration.ofMillis(1));
    assertThat(connection.callsFor(List.of(source.refresh("a", KEY, seen)))).isOne();
  }

  @Test
  void aTenantsConnectionAsksOnceWhetherTheStoreIsAsItSays() {
    Connection connection =
        source.connection(
            source.backend.client(), SourceFixture.settings(SourceFixture.TTL), OF_TENANT);
    assertThat(connection.callsFor(List.of(source.wish("a", KEY)))).isEqualTo(2);
    assertThat(connection.verifyAsTenant())
        .isInstanceOf(dev.keyturn.operator.provider.Outcome.Ok.class);
    assertThat(connection.callsFor(List.of(source.wish("a", KEY)))).isOne();
  }

  @Nested
  class Tries {
    private final Retry three = new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(2));

    private Reading readWhileTimePasses(Connection connection) throws Exception {
      try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Reading> reading = readers.submit(() -> read(connection, source.fresh("a", KEY)));
        await()
            .until(() -> {
              source.timer.advance(Duration.ofSeconds(1));
              return reading.isDone();
            });
        return reading.get();
      }
    }

    @Proves("P004")
    @ParameterizedTest
    @EnumSource(names = {"Unavailable", "Timeout"})
    void oneReadTriesAsOftenAsItMay(FailureClass kind) throws Exception {
      Connection connection = connection(three);
      source.backend.fail(kind, FailureDetail.NONE, 2);
      assertThat(text(readWhileTimePasses(connection))).isEqualTo("pencil");
      assertThat(reads()).isEqualTo(3);
      source.backend.fail(kind, FailureDetail.NONE, 3);
      assertThat(failure(readWhileTimePasses(connection))).isEqualTo(kind);
      assertThat(reads()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(
        mode = EnumSource.Mode.EXCLUDE,
        names = {"Unavailable", "Timeout", "AuthFailed", "AccessDenied"})
    void whatAnotherTryCannotHelpIsNotTriedAgain(FailureClass kind) throws Exception {
      Connection connection = connection(three);
      source.backend.fail(kind, FailureDetail.NONE, 1);
      assertThat(failure(readWhileTimePasses(connection))).isEqualTo(kind);
      assertThat(reads()).isOne();
    }

    @Test
    void anOpenBreakerEndsTheTries() throws Exception {
      Connection connection =
          connection(new Retry(5, Duration.ofSeconds(1), Duration.ofSeconds(1)));
      source.backend.fail(FailureClass.Unavailable, FailureDetail.NONE, 100);
      readWhileTimePasses(connection);
      readWhileTimePasses(connection);
      assertThat(reads()).isEqualTo(5);
    }

    @Test
    void theWaitDoublesUpToTheGreatestOne() {
      java.util.Random random = new java.util.Random(1);
      Retry retry = new Retry(5, Duration.ofSeconds(1), Duration.ofSeconds(3));
      for (int i = 0; i < 100; i++) {
        assertThat(retry.after(1, FailureClass.Timeout, random).orElseThrow())
            .isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(retry.after(2, FailureClass.Timeout, random).orElseThrow())
            .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(retry.after(4, FailureClass.Timeout, random).orElseThrow())
            .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(3));
      }
      assertThat(retry.after(5, FailureClass.Timeout, random)).isEmpty();
      assertThat(Retry.NONE.after(1, FailureClass.Timeout, random)).isEmpty();
    }
  }
}
