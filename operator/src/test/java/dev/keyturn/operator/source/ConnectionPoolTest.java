package dev.keyturn.operator.source;

import static dev.keyturn.operator.source.SourceFixture.KEY;
import static dev.keyturn.operator.source.SourceFixture.TTL;
import static dev.keyturn.operator.source.SourceFixture.read;
import static dev.keyturn.operator.source.SourceFixture.settings;
import static dev.keyturn.operator.source.SourceFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.provider.LeaseRequest;
import dev.keyturn.operator.provider.testkit.FakeLedger;
import dev.keyturn.operator.source.guard.CallLimits;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
  private static final String SECRET = "shop/db";

  private final SourceFixture source = new SourceFixture();
  private final ConnectionPool pool = source.pool();

  @BeforeEach
  void store() {
    source.backend.put(SECRET, "pencil");
  }

  private Connection get(ConnectionKey key) {
    return pool.get(key, settings(TTL), source.backend::client);
  }

  private void awaitClients(int open) {
    await().untilAsserted(() -> assertThat(source.backend.openClients()).isEqualTo(open));
  }

  @Test
  void oneKeyIsOneConnection() {
    assertThat(get(KEY)).isSameAs(get(KEY)).isSameAs(pool.find(KEY).orElseThrow());
    assertThat(source.backend.openClients()).isEqualTo(1);
  }

  @Test
  void openingCallsNobody() {
    get(KEY);
    assertThat(source.backend.ledger().entries()).isEmpty();
  }

  @Test
  void aNewCredentialMakesANewConnectionAndTheOldOneEndsAfterItsCalls() {
    Connection old = get(KEY);
    text(read(old, source.wish("a", SECRET)));
    ConnectionKey rotated = new ConnectionKey("store-1", 1, "secret-1@6", "");
    Connection fresh = get(rotated);
    assertThat(fresh).isNotSameAs(old);
    assertThat(pool.find(KEY)).isEmpty();
    assertThat(source.backend.openClients()).isEqualTo(2);
    text(read(old, source.fresh("a", SECRET)));
    source.timer.advance(Duration.ofSeconds(20));
    awaitClients(1);
    await().untilAsserted(() -> assertThat(source.backend.openSessions()).isZero());
    assertThat(text(read(fresh, source.fresh("a", SECRET)))).isEqualTo("pencil");
  }

  @Test
  void aNewGenerationOfTheStoreReplacesToo() {
    Connection old = get(KEY);
    assertThat(get(new ConnectionKey("store-1", 2, "secret-1@5", ""))).isNotSameAs(old);
    assertThat(pool.find(KEY)).isEmpty();
  }

  @Test
  void twoTenantsOfOneStoreNeverMeet() {
    source.backend.accept("blue");
    source.backend.accept("green");
    ConnectionKey blue = new ConnectionKey("store-1", 1, "sa@1", "namespace-blue");
    ConnectionKey green = new ConnectionKey("store-1", 1, "sa@1", "namespace-green");
    Connection ofBlue = pool.get(blue, settings(TTL), () -> source.backend.client("blue"));
    Connection ofGreen = pool.get(green, settings(TTL), () -> source.backend.client("green"));
    assertThat(ofBlue).isNotSameAs(ofGreen);
    text(read(ofBlue, source.wish("blue/sync", SECRET)));
    text(read(ofBlue, source.wish("blue/other", SECRET)));
    text(read(ofGreen, source.wish("green/sync", SECRET)));
    assertThat(source.backend.ledger().entries())
        .extracting(FakeLedger.Entry::identity)
        .containsExactly("blue", "blue", "green", "green");
    assertThat(pool.find(blue)).contains(ofBlue);
    source.backend.put(SECRET, "pen");
    source.time.advance(Duration.ofMinutes(1));
    text(read(ofBlue, source.fresh("blue/sync", SECRET)));
    await().until(() -> !source.told.isEmpty());
    assertThat(source.told).allSatisfy(readers -> assertThat(readers).containsOnly("blue/other"));
  }

  @Test
  void whatNobodyUsedForTenMinutesIsClosed() {
    ConnectionKey other = new ConnectionKey("store-2", 1, "", "");
    get(KEY);
    get(other);
    for (int minute = 0; minute < 12; minute++) {
      source.timer.advance(Duration.ofMinutes(1));
      pool.find(KEY).orElseThrow().probe();
    }
    assertThat(pool.find(other)).isEmpty();
    assertThat(pool.find(KEY)).isPresent();
    awaitClients(1);
  }

  @Test
  void aStoreThatIsGoneTakesItsConnectionsWithIt() {
    ConnectionKey other = new ConnectionKey("store-2", 1, "", "");
    get(KEY);
    get(new ConnectionKey("store-1", 1, "secret-1@5", "namespace-blue"));
    get(other);
    pool.closeStore("store-1");
    source.timer.advance(Duration.ofSeconds(20));
    awaitClients(1);
    assertThat(pool.find(other)).isPresent();
  }

  @Test
  void beyondAThousandTheOneThatWasUsedLongestAgoGoes() {
    for (int i = 0; i < 1001; i++) {
      get(new ConnectionKey("store-" + i, 1, "", ""));
      source.time.advance(Duration.ofMillis(1));
    }
    assertThat(pool.find(new ConnectionKey("store-0", 1, "", ""))).isEmpty();
    assertThat(pool.find(new ConnectionKey("store-1", 1, "", ""))).isPresent();
    assertThat(pool.find(new ConnectionKey("store-1000", 1, "", ""))).isPresent();
  }

  @Test
  void closingRevokesAndClosesAll() {
    text(read(get(KEY), source.wish("a", SECRET)));
    text(read(get(new ConnectionKey("store-2", 1, "", "")), source.wish("a", SECRET)));
    pool.close();
    assertThat(source.backend.openClients()).isZero();
    assertThat(source.backend.openSessions()).isZero();
  }

  @Test
  void anOlderGenerationReplacesNoNewerOne() {
    ConnectionKey newer = new ConnectionKey("store-1", 2, "secret-1@6", "");
    get(newer);
    get(KEY);
    assertThat(pool.find(newer)).isPresent();
  }

  @Test
  void whatMayBeOutOfDateReplacesNothing() {
    ConnectionKey newer = new ConnectionKey("store-1", 1, "secret-1@6", "");
    get(newer);
    pool.get(KEY, settings(TTL), source.backend::client, () -> false);
    assertThat(pool.find(newer)).isPresent();
    pool.retireReplaced(newer);
    assertThat(pool.find(KEY)).isEmpty();
  }

  @Test
  void beyondAThousandNoneGoesThatALeaseNeeds() {
    ConnectionKey leasing = new ConnectionKey("store-0", 1, "", "");
    Decision.Allowed granted = SourceFixture.leave("dynamic:database/creds/shop");
    var unused =
        get(leasing)
            .leases()
            .issue(
                granted,
                "shop/a",
                new LeaseRequest("database/creds/shop", LeaseRequest.Method.GET, Map.of()),
                source.lease());
    for (int i = 1; i < 1001; i++) {
      source.time.advance(Duration.ofMillis(1));
      get(new ConnectionKey("store-" + i, 1, "", ""));
    }
    assertThat(pool.find(leasing)).isPresent();
    assertThat(pool.find(new ConnectionKey("store-1", 1, "", ""))).isEmpty();
  }

  @Test
  void aConnectionThatWasReplacedStaysForAsLongAsItsCallsMayTake() {
    ConnectionSettings slow =
        new ConnectionSettings(
            "fake", Duration.ofMinutes(5), TTL, 1000, new CallLimits(100, 100, 100), Retry.NONE);
    pool.get(KEY, slow, source.backend::client);
    get(new ConnectionKey("store-1", 2, "secret-1@5", ""));
    source.timer.advance(Duration.ofMinutes(5));
    assertThat(source.backend.openClients()).isEqualTo(2);
    source.timer.advance(Duration.ofSeconds(5));
    awaitClients(1);
  }
}
