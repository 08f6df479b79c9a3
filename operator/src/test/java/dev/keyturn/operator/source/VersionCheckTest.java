package dev.keyturn.operator.source;

import static dev.keyturn.operator.source.SourceFixture.failure;
import static dev.keyturn.operator.source.SourceFixture.read;
import static dev.keyturn.operator.source.SourceFixture.seen;
import static dev.keyturn.operator.source.SourceFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A refresh of a large value asks for its version first, and misses no change by that. */
class VersionCheckTest {
  private static final String KEY = "shop/bundle";
  private static final String LARGE = "x".repeat(VersionCheck.LARGE + 1);

  private final SourceFixture source = new SourceFixture();
  private final Connection connection = source.connection(Duration.ZERO);

  @BeforeEach
  void store() {
    source.backend.sessions(Duration.ofDays(365), true);
    source.backend.put(KEY, LARGE);
  }

  private Seen first() {
    return seen(read(connection, source.fresh("a", KEY)));
  }

  private Reading refreshed(Seen seen) {
    source.time.advance(SourceFixture.INTERVAL);
    return read(connection, source.refresh("a", KEY, seen));
  }

  private void assertAsked(int checks, int reads) {
    assertThat(source.backend.ledger().checks()).as("checks").isEqualTo(checks);
    assertThat(source.backend.ledger().reads(KEY)).as("reads").isEqualTo(reads);
  }

  @Test
  void anUnchangedLargeValueCostsOneCheckAndNoRead() {
    Seen seen = first();
    assertAsked(0, 1);
    for (int refresh = 1; refresh <= 3; refresh++) {
      Reading reading = refreshed(seen);
      assertThat(reading).isInstanceOf(Reading.Unchanged.class);
      assertThat(seen(reading).startedAt()).isGreaterThan(seen.startedAt());
      seen = seen(reading);
      assertAsked(refresh, 1);
    }
  }

  @Test
  void aSmallValueIsReadAtOnce() {
    source.backend.put(KEY, "x".repeat(VersionCheck.LARGE));
    assertThat(refreshed(first())).isInstanceOf(Reading.Unchanged.class);
    assertAsked(0, 2);
  }

  @Test
  void aValueThatBecameSmallIsReadAtOnceFromThenOn() {
    Seen seen = first();
    source.backend.put(KEY, "small");
    assertThat(refreshed(refreshedSight(seen))).isInstanceOf(Reading.Unchanged.class);
    assertAsked(1, 3);
  }

  private Seen refreshedSight(Seen seen) {
    return seen(refreshed(seen));
  }

  @Test
  void aNewVersionIsReadAndCheckedAgainAfterwards() {
    Seen seen = first();
    source.backend.put(KEY, LARGE + "2");
    Seen second = refreshedSight(seen);
    assertThat(second.fingerprint()).isNotEqualTo(seen.fingerprint());
    assertAsked(1, 2);
    assertThat(refreshed(second)).isInstanceOf(Reading.Unchanged.class);
    assertAsked(2, 2);
  }

  @Test
  void aDeletedNewestVersionShows() {
    Seen seen = first();
    source.backend.softDelete(KEY);
    assertThat(failure(refreshed(seen))).isEqualTo(FailureClass.SourceDeleted);
    source.backend.undelete(KEY);
    assertThat(refreshed(seen)).isInstanceOf(Reading.Unchanged.class);
    source.backend.destroy(KEY);
    assertThat(failure(refreshed(seen))).isEqualTo(FailureClass.SourceDeleted);
    source.backend.purge(KEY);
    assertThat(failure(refreshed(seen))).isEqualTo(FailureClass.NotFound);
  }

  @Test
  void aKeyThatWasMadeAnewShowsThoughItsVersionIsTheSame() {
    Seen seen = first();
    source.backend.purge(KEY);
    source.time.advance(Duration.ofSeconds(1));
    source.backend.put(KEY, LARGE + "other");
    assertThat(text(refreshed(seen))).isEqualTo(LARGE + "other");
  }

  @Test
  void changedTagsShowThoughTheVersionIsTheSame() {
    Seen seen = first();
    source.backend.tag(KEY, Map.of("owner", "them"));
    assertThat(refreshedSight(seen).fingerprint()).isNotEqualTo(seen.fingerprint());
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureClass.class,
      names = {"AccessDenied", "NotFound", "InvalidData", "Internal"})
  void whereTheCheckIsRefusedTheValueIsReadAndNoCheckIsMadeAgain(FailureClass refusal) {
    source.backend.fail(Operation.CHECK, Failure.of(refusal), 1_000);
    Seen seen = first();
    assertThat(refreshed(seen)).isInstanceOf(Reading.Unchanged.class);
    assertAsked(1, 2);
    assertThat(refreshed(seen)).isInstanceOf(Reading.Unchanged.class);
    assertAsked(1, 3);
    source.backend.put(KEY, LARGE + "2");
    assertThat(text(refreshed(seen))).isEqualTo(LARGE + "2");
    assertThat(source.backend.ledger().checks()).isOne();
    assertThat(source.backend.ledger().logins()).isOne();
  }

  @Test
  void aReaderThatNeverSawTheValueGetsIt() {
    refreshed(first());
    assertThat(text(read(connection, source.fresh("b", KEY)))).isEqualTo(LARGE);
    assertAsked(1, 2);
  }

  @Test
  void oneCheckAnswersAllWhoSawTheSame() {
    Seen seen = first();
    refreshed(seen);
    assertThat(read(connection, source.refresh("b", KEY, seen)))
        .isInstanceOf(Reading.Unchanged.class);
    assertAsked(1, 1);
  }
}
