package dev.keyturn.operator.source;

import static dev.keyturn.operator.source.SourceFixture.KEY;
import static dev.keyturn.operator.source.SourceFixture.TTL;
import static dev.keyturn.operator.source.SourceFixture.read;
import static dev.keyturn.operator.source.SourceFixture.seen;
import static dev.keyturn.operator.source.SourceFixture.settings;
import static dev.keyturn.operator.source.SourceFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.provider.ChangeFeed;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.ForwardingClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangeWatchTest {
  private static final String SECRET = "shop/db";
  private static final Duration GATHERED = Duration.ofSeconds(1);

  private final SourceFixture source = new SourceFixture();
  private final ConnectionPool pool = source.pool();
  private final Feed feed = new Feed();

  @BeforeEach
  void store() {
    source.backend.put(SECRET, "pencil");
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private Connection get(ConnectionKey key) {
    return pool.get(key, settings(TTL), () -> new Telling(source.backend.client()));
  }

  /** A connection by which a reader has read, and what it was told of by then. */
  private Connection reading() {
    Connection connection = get(KEY);
    text(read(connection, source.wish("a", SECRET)));
    return connection;
  }

  /** Runs what is due, and waits until the backend was asked as often as this. */
  private Asked asked(int times) {
    source.timer.advance(Duration.ZERO);
    await().until(() -> feed.asked.size() >= times);
    assertThat(feed.asked).hasSize(times);
    return feed.asked.get(times - 1);
  }

  private Asked opened(int times) {
    Asked asked = asked(times);
    await().until(() -> pool.listening(Listening.OPEN) == 1);
    return asked;
  }

  private void awaitState(Listening state) {
    await().until(() -> pool.listening(state) == 1);
  }

  private void awaitHints(int times) {
    source.timer.advance(GATHERED);
    await()
        .untilAsserted(() -> {
          synchronized (source) {
            assertThat(source.hinted).hasSize(times);
          }
        });
  }

  /** True where something is to happen in this time and a fifth more, and not before. */
  private boolean isPlanned(Duration wait) {
    return source.timer.waits().stream()
        .anyMatch(each ->
            each.compareTo(wait) >= 0 && each.toMillis() <= wait.toMillis() + wait.toMillis() / 5);
  }

  @Test
  void nobodyIsAskedBeforeSomebodyReads() {
    get(KEY);
    source.timer.advance(Duration.ofSeconds(30));
    assertThat(pool.listening(Listening.IDLE)).isOne();
    assertThat(feed.asked).isEmpty();
  }

  @Test
  void aBurstForOneSecretIsOneHintToAllItsReadersAndOneRead() {
    Connection connection = reading();
    text(read(connection, source.wish("b", SECRET)));
    Asked open = opened(1);
    source.backend.put(SECRET, "pen");
    for (int i = 0; i < 100; i++) {
      open.listener.changed(SECRET);
    }
    awaitHints(1);
    assertThat(source.hinted).containsExactly(Set.of("a", "b"));
    source.backend.ledger().clear();
    assertThat(text(read(connection, source.wish("a", SECRET)))).isEqualTo("pen");
    assertThat(text(read(connection, source.wish("b", SECRET)))).isEqualTo("pen");
    assertThat(source.backend.ledger().reads()).isOne();
  }

  @Test
  void whatIsWrittenWithoutEndIsReadInBetweenOnly() {
    reading();
    Asked open = opened(1);
    open.listener.changed(SECRET);
    awaitHints(1);
    for (int i = 0; i < 10; i++) {
      open.listener.changed(SECRET);
    }
    assertThat(source.timer.waits().getFirst())
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    source.timer.advance(Duration.ofSeconds(5));
    awaitHints(2);
    source.timer.advance(Duration.ofMinutes(1));
    open.listener.changed(SECRET);
    awaitHints(3);
  }

  @Test
  void whatNobodyReadsWakesNobody() {
    reading();
    Asked open = opened(1);
    open.listener.changed("shop/other");
    source.timer.advance(GATHERED);
    open.listener.changed(SECRET);
    awaitHints(1);
    assertThat(source.hinted).containsExactly(Set.of("a"));
  }

  @Test
  void whatBreaksIsOpenedAgainLater() {
    reading();
    opened(1).listener.ended();
    awaitState(Listening.RETRYING);
    assertThat(isPlanned(ListeningPace.LEAST)).isTrue();
    source.timer.advance(Duration.ofSeconds(14));
    assertThat(feed.asked).hasSize(1);
    source.timer.advance(Duration.ofSeconds(4));
    opened(2).listener.ended();
    awaitState(Listening.RETRYING);
    assertThat(isPlanned(ListeningPace.LEAST.multipliedBy(2))).isTrue();
  }

  @Test
  void aChangeInAGapIsFoundByTheNextRefresh() {
    Connection connection = get(KEY);
    Seen first = seen(read(connection, source.wish("a", SECRET)));
    opened(1).listener.ended();
    awaitState(Listening.RETRYING);
    source.backend.put(SECRET, "pen");
    source.timer.advance(Duration.ofSeconds(18));
    opened(2);
    source.timer.advance(GATHERED);
    assertThat(source.hinted).as("a gap is not read after").isEmpty();
    assertThat(text(read(connection, source.refresh("a", SECRET, first)))).isEqualTo("pen");
  }

  @Test
  void aNewLoginSubscribesAnew() {
    Connection connection = reading();
    Asked first = opened(1);
    source.backend.expireTokens();
    source.timer.advance(ListeningPace.LEAST);
    text(read(connection, source.fresh("a", SECRET)));
    Asked second = asked(2);
    assertThat(second.token).isNotEqualTo(first.token);
    await().until(() -> first.closed && !second.closed);
    first.listener.changed(SECRET);
    source.timer.advance(GATHERED);
    assertThat(source.hinted).as("what was left is not heard").isEmpty();
    second.listener.changed(SECRET);
    awaitHints(1);
  }

  @Test
  void aRenewalLeavesTheSubscriptionOpen() {
    reading();
    Asked first = opened(1);
    source.timer.advance(Duration.ofMinutes(41));
    await().until(() -> source.backend.ledger().renewals() == 1);
    source.timer.advance(Duration.ofMinutes(1));
    assertThat(asked(1).closed).isFalse();
    assertThat(first.closed).isFalse();
    assertThat(pool.listening(Listening.OPEN)).isOne();
  }

  @ParameterizedTest
  @EnumSource(names = {"NotFound", "AccessDenied", "AuthFailed", "Unavailable", "TlsError"})
  void aRefusalLeavesTheStoreAsItIsAndIsNoStorm(FailureClass kind) {
    feed.refusal = Optional.of(kind);
    Connection connection = reading();
    asked(1);
    Listening state =
        switch (kind) {
          case NotFound -> Listening.UNSUPPORTED;
          case AccessDenied, AuthFailed -> Listening.DENIED;
          default -> Listening.RETRYING;
        };
    awaitState(state);
    for (int i = 0; i < 10; i++) {
      source.timer.advance(GATHERED);
      assertThat(text(read(connection, source.fresh("a", SECRET)))).isEqualTo("pencil");
    }
    assertThat(asked(1)).isNotNull();
    assertThat(source.backend.ledger().logins()).isOne();
    assertThat(source.storeFailures).isEmpty();
    assertThat(source.guards.of(KEY.store()).isShut()).isFalse();
  }

  @Test
  void aBackendThatLearnsToTellIsHeardAfterAnHour() {
    feed.refusal = Optional.of(FailureClass.NotFound);
    source.backend.sessions(Duration.ofDays(1), true);
    reading();
    asked(1);
    awaitState(Listening.UNSUPPORTED);
    feed.refusal = Optional.empty();
    source.timer.advance(Duration.ofMinutes(59));
    assertThat(feed.asked).hasSize(1);
    source.timer.advance(Duration.ofMinutes(14));
    opened(2);
  }

  @Test
  void aReplicaThatDoesNotActListensToNothing() {
    Connection connection = reading();
    Asked first = opened(1);
    pool.stopListening();
    await().until(() -> first.closed);
    assertThat(pool.listening(Listening.IDLE)).isOne();
    text(read(connection, source.fresh("a", SECRET)));
    source.timer.advance(Duration.ofMinutes(1));
    assertThat(feed.asked).as("a pass that was under way wakes nothing").hasSize(1);
    pool.beginListening();
    text(read(connection, source.fresh("a", SECRET)));
    opened(2);
  }

  @Test
  void withTheLastReaderItEnds() {
    Connection connection = reading();
    text(read(connection, source.wish("b", SECRET)));
    Asked first = opened(1);
    pool.forget("a");
    assertThat(first.closed).isFalse();
    pool.forget("b");
    await().until(() -> first.closed);
  }

  @Test
  void aStoreThatChangedEndsWhatTheOldOneWasTold() {
    reading();
    Asked first = opened(1);
    get(new ConnectionKey(KEY.store(), 2, KEY.credentials(), ""));
    await().until(() -> first.closed);
  }

  /** One subscription, or the wish for one. */
  private static final class Asked implements ChangeFeed.Subscription {
    private final String token;
    private final ChangeFeed.Listener listener;
    private volatile boolean closed;

    Asked(String token, ChangeFeed.Listener listener) {
      this.token = token;
      this.listener = listener;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Agrees, unless it shall refuse. */
  private static final class Feed implements ChangeFeed {
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Optional<FailureClass> refusal = Optional.empty();

    @Override
    public Outcome<Subscription> subscribe(Session session, Deadline deadline, Listener listener) {
      Asked fresh = new Asked(session.token().withText(text -> text), listener);
      asked.add(fresh);
      return refusal.<Outcome<Subscription>>map(Outcome::failed).orElseGet(() -> Outcome.ok(fresh));
    }
  }

  private final class Telling extends ForwardingClient {
    Telling(ProviderClient client) {
      super(client);
    }

    @Override
    public Optional<ChangeFeed> changes() {
      return Optional.of(feed);
    }
  }
}
