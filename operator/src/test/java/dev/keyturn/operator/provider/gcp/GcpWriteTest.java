package dev.keyturn.operator.provider.gcp;

import static dev.keyturn.operator.provider.gcp.GcpFixture.failure;
import static dev.keyturn.operator.provider.gcp.GcpFixture.newest;
import static dev.keyturn.operator.provider.gcp.GcpFixture.text;
import static dev.keyturn.operator.provider.gcp.GcpFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.gcp.GcpConfig.VersionPolicy;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GcpWriteTest {
  private static final String KEY =
      "projects/shop-prod/locations/global/keyRings/shop/cryptoKeys/secrets";

  private final GcpFixture fixture = new GcpFixture();
  private final ProviderClient client = fixture.client();
  private final Writer writer = client.writer().orElseThrow();

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  private Outcome<VersionStamp> create(Writer by, String key, String text) {
    try (SecretBytes payload = SecretBytes.ofText(text)) {
      return by.createIfAbsent(key, payload, fixture.call());
    }
  }

  private Outcome<VersionStamp> change(String key, String text, String newest) {
    try (SecretBytes payload = SecretBytes.ofText(text)) {
      return writer.compareAndSet(
          key, payload, new VersionStamp(newest, false, Optional.empty()), fixture.call());
    }
  }

  /** Somebody else adds a version right before the request that comes after the next {@code n}. */
  private void rivalAfter(int n, String key) {
    for (int i = 0; i < n; i++) {
      fixture.google.pass();
    }
    fixture.google.before(() -> fixture.google.put(key, "rival"));
  }

  private void assertLostTooLate(Failure lost, FailureDetail detail) {
    assertThat(lost.kind()).isEqualTo(FailureClass.Conflict);
    assertThat(lost.detail()).isEqualTo(detail);
    assertThat(lost.mayHaveApplied()).isTrue();
  }

  @Test
  void aRaceThatIsSeenAfterwardsIsAConflictThatMayHaveApplied() {
    value(create(writer, "db", "one"));
    rivalAfter(1, "db");
    assertLostTooLate(failure(change("db", "two", "1")), FailureDetail.CAS_MISMATCH);
    // Both stand, none is lost, and a look tells which one is the newest.
    assertThat(fixture.google.versions("db")).isEqualTo(3);
    assertThat(text(client.read(newest("db"), fixture.call()))).isEqualTo("two");
  }

  @Test
  void aRaceForTheFirstVersionIsSeenAfterwardsToo() {
    rivalAfter(1, "db");
    assertLostTooLate(failure(create(writer, "db", "one")), FailureDetail.ALREADY_EXISTS);
  }

  @Test
  void oneOfTwoWhoMakeASecretWinsAndTheOtherWritesNothing() {
    CompletableFuture<Outcome<VersionStamp>> other =
        CompletableFuture.supplyAsync(() -> create(writer, "db", "other"));
    Outcome<VersionStamp> own = create(writer, "db", "own");
    boolean ownWon = own instanceof Outcome.Ok<VersionStamp>;
    assertThat(failure(ownWon ? other.join() : own).mayHaveApplied()).isFalse();
    value(ownWon ? own : other.join());
    assertThat(fixture.google.versions("db")).isOne();
    assertThat(fixture.google.text("db")).isEqualTo(ownWon ? "own" : "other");
  }

  @Test
  void aSecretWithoutAVersionIsFilled() {
    fixture.google.secrets.putEmpty("db", Map.of("team", "shop"));
    assertThat(value(writer.look("db", fixture.call()))).isEqualTo(new Standing.Absent());
    assertThat(value(create(writer, "db", "one")).id()).isEqualTo("1");
    assertThat(fixture.google.annotations("db")).containsEntry("team", "shop");
  }

  @Test
  void aSecretThatSomebodyIsAboutToFillIsLeftToHimForAWhile() {
    fixture.google.secrets.putEmpty("db", Map.of("keyturn-creating", "true"));
    assertThat(failure(create(writer, "db", "one")))
        .isEqualTo(Failure.of(FailureClass.Conflict, FailureDetail.ALREADY_EXISTS).withStatus(409));
    assertThat(fixture.google.versions("db")).isZero();
    fixture.pass(Duration.ofMinutes(1));
    assertThat(value(create(writer, "db", "one")).id()).isEqualTo("1");
  }

  @Test
  void anEmptySecretWithAMarkIsNotFilled() {
    fixture.google.secrets.putEmpty("db", Map.of(Standing.OWNER_TAG, "other/shop/db"));
    assertThat(failure(create(writer, "db", "one")).detail())
        .isEqualTo(FailureDetail.ALREADY_EXISTS);
    assertThat(fixture.google.versions("db")).isZero();
  }

  /** What is left of an attempt that died between the secret and its first version. */
  @Test
  void anEmptySecretWithOurOwnMarkIsFilledAtOnce() {
    Map<String, String> ours = Map.of(Standing.OWNER_TAG, "us/shop/db");
    fixture.google.secrets.putEmpty("db", ours);
    try (SecretBytes payload = SecretBytes.ofText("one")) {
      assertThat(value(writer.createIfAbsent("db", payload, ours, fixture.call())).id())
          .isEqualTo("1");
    }
    assertThat(fixture.google.annotations("db")).isEqualTo(ours);
  }

  @Test
  void aSecretThatOthersMadeWithoutAVersionKeepsItsAnnotationsBesideTheMark() {
    fixture.google.secrets.putEmpty("db", Map.of("team", "shop"));
    Map<String, String> ours = Map.of(Standing.OWNER_TAG, "us/shop/db");
    try (SecretBytes payload = SecretBytes.ofText("one")) {
      value(writer.createIfAbsent("db", payload, ours, fixture.call()));
    }
    assertThat(fixture.google.annotations("db"))
        .isEqualTo(Map.of("team", "shop", Standing.OWNER_TAG, "us/shop/db"));
  }

  @Test
  void theMarkReplacesWhatTheCreationLeft() {
    value(create(writer, "db", "one"));
    assertThat(value(writer.look("db", fixture.call())).tags()).isEmpty();
    Map<String, String> tags = Map.of(Standing.OWNER_TAG, "us/shop/db");
    value(writer.tag("db", tags, fixture.call()));
    assertThat(fixture.google.annotations("db")).isEqualTo(tags);
  }

  @Test
  void whatSomebodyNotesBetweenTheLookAndTheMarkIsNotLost() {
    value(create(writer, "db", "one"));
    value(writer.look("db", fixture.call()));
    Map<String, String> theirs = Map.of("team", "shop");
    value(fixture.client().writer().orElseThrow().tag("db", theirs, fixture.call()));
    assertThat(failure(writer.tag("db", Map.of(Standing.OWNER_TAG, "us/shop/db"), fixture.call())))
        .isEqualTo(Failure.of(FailureClass.Conflict, FailureDetail.CAS_MISMATCH).withStatus(400));
    assertThat(fixture.google.annotations("db")).isEqualTo(theirs);
    value(writer.look("db", fixture.call()));
    value(writer.tag("db", Map.of("team", "ours"), fixture.call()));
    assertThat(fixture.google.annotations("db")).isEqualTo(Map.of("team", "ours"));
  }

  @Test
  void aLostReplyOfAWriteSaysThatItMayHaveApplied() {
    value(create(writer, "db", "one"));
    fixture.google.pass();
    fixture.nextJson(500, "{}");
    assertThat(failure(change("db", "two", "1")).mayHaveApplied()).isTrue();
    fixture.google.pass();
    fixture.nextJson(200, "<html></html>");
    Failure unreadable = failure(change("db", "two", "1"));
    assertThat(unreadable.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(unreadable.mayHaveApplied()).isTrue();
  }

  @Test
  void aWriteToAStaleVersionIsRefusedBeforeIt() {
    value(create(writer, "db", "one"));
    value(change("db", "two", "1"));
    Failure stale = failure(change("db", "three", "1"));
    assertThat(stale).isEqualTo(Failure.of(FailureClass.Conflict, FailureDetail.CAS_MISMATCH));
    assertThat(fixture.google.versions("db")).isEqualTo(2);
  }

  @Test
  void aValueOverTheLimitCostsNoRequest() {
    assertThat(failure(create(writer, "db", "x".repeat(64 * 1024 + 1))))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.TOO_LARGE));
    assertThat(fixture.google.server().requests()).isEmpty();
    value(create(writer, "db", "x".repeat(64 * 1024)));
  }

  @Test
  void aDeletionDisablesAndADestroyedVersionNeedsNone() {
    VersionStamp first = value(create(writer, "db", "one"));
    value(writer.delete("db", first, fixture.call()));
    assertThat(failure(client.read(newest("db"), fixture.call())).detail())
        .isEqualTo(FailureDetail.DISABLED);
    fixture.google.secrets.destroy("db");
    value(writer.delete("db", first, fixture.call()));
  }

  @Proves("F018")
  @Test
  void theRequestThatMakesASecretCarriesTheKey() {
    for (Optional<String> location :
        List.of(Optional.<String>empty(), Optional.of("europe-west3"))) {
      GcpConfig config =
          fixture.config(
              new GcpAuth.Key(), location, Optional.of(KEY), VersionPolicy.LATEST_OR_FAIL);
      try (ProviderClient with = fixture.client(config)) {
        value(create(with.writer().orElseThrow(), "db", "one"));
      }
    }
    assertThat(
            fixture
                .google
                .secrets
                .settings("db")
                .at("/replication/automatic/customerManagedEncryption/kmsKeyName")
                .asText())
        .isEqualTo(KEY);
    assertThat(
            fixture
                .google
                .secrets
                .settings("europe-west3/db")
                .at("/customerManagedEncryption/kmsKeyName")
                .asText())
        .isEqualTo(KEY);
  }
}
