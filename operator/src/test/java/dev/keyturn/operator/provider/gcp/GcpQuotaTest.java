package dev.keyturn.operator.provider.gcp;

import static dev.keyturn.operator.provider.gcp.GcpFixture.failure;
import static dev.keyturn.operator.provider.gcp.GcpFixture.newest;
import static dev.keyturn.operator.provider.gcp.GcpFixture.text;
import static dev.keyturn.operator.provider.gcp.GcpFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.gcp.GcpConfig.VersionPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What refreshes take of a project's small quota: that of all reads other than {@code :access}. */
class GcpQuotaTest {
  private static final Map<String, String> OURS = Map.of(Standing.OWNER_TAG, "us/shop/db");

  private final GcpFixture fixture = new GcpFixture();
  private final ProviderClient client = fixture.client(VersionPolicy.LATEST_OR_FETCH);
  private final Writer writer = client.writer().orElseThrow();
  private final Lister lister = client.lister().orElseThrow();
  private int seen;

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  /** Asserts what was asked since the last time. */
  private void assertAsked(long values, long others) {
    var all = fixture.google.server().requests();
    var fresh = all.subList(seen, all.size());
    seen = all.size();
    long accesses = fresh.stream().filter(it -> it.target().endsWith(":access")).count();
    assertThat(accesses).as("values in %s", fresh).isEqualTo(values);
    assertThat(fresh.size() - accesses).as("others in %s", fresh).isEqualTo(others);
  }

  private void put(String key, int versions) {
    for (int i = 1; i <= versions; i++) {
      fixture.google.put(key, "v" + i);
    }
  }

  private void disableFrom(String key, int first, int last) {
    for (int number = first; number <= last; number++) {
      fixture.google.secrets.disable(key, number);
    }
  }

  @Test
  void theNewestEnabledVersionIsFoundByValuesAlone() {
    put("db", 5);
    disableFrom("db", 4, 5);
    for (int refresh = 0; refresh < 10; refresh++) {
      assertThat(text(client.read(newest("db"), fixture.call()))).isEqualTo("v3");
      assertAsked(3, 0);
    }
    fixture.google.put("db", "v6");
    assertThat(text(client.read(newest("db"), fixture.call()))).isEqualTo("v6");
    assertAsked(1, 0);
  }

  @Test
  void whereNoneIsEnabledNoListIsNeededToSaySo() {
    put("db", 3);
    disableFrom("db", 1, 3);
    assertThat(failure(client.read(newest("db"), fixture.call())).detail())
        .isEqualTo(FailureDetail.DISABLED);
    assertAsked(3, 0);
  }

  @Test
  void aListThatWasNeededOnceIsRememberedUntilAnAnswerDiffers() {
    put("db", 40);
    disableFrom("db", 20, 40);
    assertThat(text(client.read(newest("db"), fixture.call()))).isEqualTo("v19");
    assertAsked(2 + EnabledVersions.STEPS, 1);
    for (int refresh = 0; refresh < 10; refresh++) {
      assertThat(text(client.read(newest("db"), fixture.call()))).isEqualTo("v19");
      assertAsked(2, 0);
    }
    // What was found is switched off as well.
    disableFrom("db", 19, 19);
    assertThat(text(client.read(newest("db"), fixture.call()))).isEqualTo("v18");
    assertAsked(3, 1);
    // Another version is the last one.
    put("db", 1);
    disableFrom("db", 41, 41);
    assertThat(text(client.read(newest("db"), fixture.call()))).isEqualTo("v18");
    assertAsked(2 + EnabledVersions.STEPS, 1);
  }

  @Test
  void pagesAreFollowedThatTheFilterLeavesEmpty() {
    put("db", 600);
    disableFrom("db", 2, 600);
    assertThat(text(client.read(newest("db"), fixture.call()))).isEqualTo("v1");
    assertAsked(2 + EnabledVersions.STEPS, 3);
  }

  @Test
  void pagesWithoutAnEndAreLeft() {
    put("db", 12);
    disableFrom("db", 1, 12);
    for (int i = 0; i < 1 + EnabledVersions.STEPS; i++) {
      fixture.google.pass();
    }
    for (int i = 0; i < 30; i++) {
      fixture.nextJson(200, "{\"nextPageToken\":\"again\"}");
    }
    assertThat(failure(client.read(newest("db"), fixture.call())).detail())
        .isEqualTo(FailureDetail.DISABLED);
    assertAsked(1 + EnabledVersions.STEPS, 20);
  }

  @Test
  void aPushThatIsAsItWasLeftAsksForItsValueAlone() {
    try (SecretBytes payload = SecretBytes.ofText("one")) {
      value(writer.createIfAbsent("db", payload, OURS, fixture.call()));
    }
    value(writer.look("db", fixture.call())).close();
    seen = fixture.google.server().requests().size();
    for (int refresh = 0; refresh < 10; refresh++) {
      Writer.Glance glance = value(client.writer().orElseThrow().glance("db", fixture.call()));
      assertThat(glance.version().map(VersionStamp::id)).contains("1");
      assertThat(glance.tags()).contains(OURS);
      assertAsked(1, 0);
    }
    fixture.google.put("db", "theirs");
    assertThat(value(writer.glance("db", fixture.call())).version().map(VersionStamp::id))
        .contains("2");
    assertAsked(1, 1);
  }

  @Test
  void aSecretThatWasMadeAnewIsNotTakenForTheOneThatWasLookedAt() {
    try (SecretBytes payload = SecretBytes.ofText("ours")) {
      value(writer.createIfAbsent("db", payload, OURS, fixture.call()));
    }
    value(writer.look("db", fixture.call())).close();
    fixture.google.secrets.remove("db");
    fixture.google.put("db", "theirs");
    assertThat(value(writer.glance("db", fixture.call())).tags()).contains(Map.of());
    fixture.google.secrets.remove("db");
    assertThat(value(writer.glance("db", fixture.call()))).isEqualTo(Writer.Glance.NOTHING);
  }

  @Test
  void whatWeTagIsAskedForAnew() {
    fixture.google.put("db", "one");
    value(writer.look("db", fixture.call())).close();
    value(writer.tag("db", OURS, fixture.call()));
    assertThat(value(writer.glance("db", fixture.call())).tags()).contains(OURS);
  }

  /** As after a restart, when nothing is remembered of thousands of pushes. */
  @Test
  void beyondTheShareOfRefreshesNothingButValuesIsAskedForThatIsNotNeeded() {
    for (int i = 0; i < 100; i++) {
      fixture.google.put("db" + i, "v");
    }
    int asked = 0;
    for (int i = 0; i < 100; i++) {
      asked += value(writer.glance("db" + i, fixture.call())).tags().isPresent() ? 1 : 0;
    }
    assertThat(asked).isEqualTo(MetadataQuota.MOST);
    assertAsked(100, MetadataQuota.MOST);
    // Another store of the project has no more.
    try (ProviderClient other = fixture.client()) {
      Writer.Glance glance = value(other.writer().orElseThrow().glance("db99", fixture.call()));
      assertThat(glance.tags()).isEmpty();
    }
    assertAsked(1, 0);
    fixture.pass(Duration.ofSeconds(10));
    for (int i = 0; i < 100; i++) {
      value(writer.glance("db" + i, fixture.call()));
    }
    assertAsked(100, 10);
  }

  @Test
  void whetherASecretIsGoneIsAskedWithinTheShareAndElseNotProven() {
    for (int i = 0; i < MetadataQuota.MOST; i++) {
      assertThat(failure(client.read(newest("never" + i), fixture.call())).detail())
          .isEqualTo(FailureDetail.NONE);
    }
    assertAsked(MetadataQuota.MOST, MetadataQuota.MOST);
    assertThat(failure(client.read(newest("more"), fixture.call())).detail())
        .isEqualTo(FailureDetail.NO_CURRENT_VERSION);
    assertAsked(1, 0);
  }

  @Test
  void aSecretThatIsThereWithoutAVersionIsNotAskedForAtEachRefresh() {
    fixture.google.secrets.putEmpty("db", Map.of());
    for (int refresh = 0; refresh < 10; refresh++) {
      assertThat(failure(client.read(newest("db"), fixture.call())).detail())
          .isEqualTo(FailureDetail.NO_CURRENT_VERSION);
      fixture.pass(Duration.ofSeconds(30));
    }
    assertAsked(10, 1);
    fixture.google.secrets.remove("db");
    fixture.pass(Duration.ofMinutes(10));
    assertThat(failure(client.read(newest("db"), fixture.call())).detail())
        .isEqualTo(FailureDetail.NONE);
    assertAsked(1, 1);
  }

  @Test
  void listsRestTheLongerTheMoreWasAsked() {
    assertThat(lister.rest()).isEqualTo(Duration.ofMinutes(5));
    for (int i = 0; i < 3 * MetadataQuota.MOST; i++) {
      value(lister.list(Lister.Folder.of(""), Optional.empty(), fixture.call()));
    }
    assertThat(lister.rest()).isEqualTo(Duration.ofMinutes(7));
    fixture.pass(Duration.ofMinutes(2));
    assertThat(lister.rest()).isEqualTo(Duration.ofMinutes(5));
    // A clock that is set back gives nothing and takes nothing.
    fixture.pass(Duration.ofHours(-1));
    assertThat(lister.rest()).isEqualTo(Duration.ofMinutes(5));
  }
}
