package dev.keyturn.operator.provider.infisical;

import static dev.keyturn.operator.provider.infisical.InfisicalFixture.failure;
import static dev.keyturn.operator.provider.infisical.InfisicalFixture.text;
import static dev.keyturn.operator.provider.infisical.InfisicalFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfisicalWriteTest {
  private final InfisicalFixture fixture = new InfisicalFixture();
  private final Writer writer = fixture.client.writer().orElseThrow();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Outcome<VersionStamp> create(String key, String text) {
    try (SecretBytes payload = SecretBytes.ofText(text)) {
      return writer.createIfAbsent(key, payload, fixture.call());
    }
  }

  private Outcome<VersionStamp> change(String key, String text, VersionStamp newest) {
    try (SecretBytes payload = SecretBytes.ofText(text)) {
      return writer.compareAndSet(key, payload, newest, fixture.call());
    }
  }

  private Standing look(String key) {
    return value(writer.look(key, fixture.call()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "one\n", "two\nlines\n", "{\"a\":\"b\"}", "$x {y} ${} ${a b}", "ü \"\\"})
  void whatIsWrittenIsReadBackAsItWas(String text) {
    value(create("a/b/app", text));
    assertThat(text(fixture.read("a/b/app"))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" x", "x ", "x\n\n", "\tx", "x\r\n", "\u00a0x", "\ufeffx", "${A}", "a${b.c-d_1}"})
  void whatTheServerWouldKeepAsSomethingElseIsNotWritten(String text) {
    fixture.put("app", "before");
    VersionStamp first = ((Standing.Present) look("app")).value().version().orElseThrow();
    assertThat(failure(create("new", text))).isEqualTo("InvalidData/NONE");
    assertThat(failure(change("app", text, first))).isEqualTo("InvalidData/NONE");
    assertThat(fixture.infisical.requests("POST", "/v4/secrets")).isZero();
    assertThat(fixture.infisical.requests("PATCH", "/v4/secrets")).isZero();
  }

  @Test
  void bytesThatAreNoTextAreNotWritten() {
    try (SecretBytes payload = SecretBytes.owning(new byte[] {(byte) 0xff})) {
      assertThat(failure(writer.createIfAbsent("app", payload, fixture.call())))
          .isEqualTo("InvalidData/NONE");
    }
  }

  @Test
  void foldersBelowTheStoresOwnAreMadeWhereAWriteNeedsThem() {
    assertThat(look("a/b/app")).isEqualTo(new Standing.Absent());
    value(create("a/b/app", "1"));
    assertThat(text(fixture.read("a/b/app"))).isEqualTo("1");
  }

  @Test
  void theStoresOwnFolderIsNeverMade() {
    fixture.backend.loseContainer();
    assertThat(failure(writer.look("app", fixture.call()))).isEqualTo("NotFound/CONTAINER_MISSING");
    assertThat(failure(create("app", "1"))).isEqualTo("NotFound/CONTAINER_MISSING");
    assertThat(fixture.infisical.requests("POST", "/v2/folders")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "a/move", "duplicate"})
  void aNameThatIsARouteOfTheServerIsNotWritten(String key) {
    assertThat(failure(create(key, "1"))).isEqualTo("InvalidData/NAME_ILLEGAL");
  }

  @ParameterizedTest(name = "a server from before February 2026: {0}")
  @ValueSource(booleans = {false, true})
  void whatIsImportedIsNotTakenForWhatStandsThere(boolean older) {
    if (older) {
      fixture.infisical.beforeImportsWereRenamed();
    }
    FakePlace common = new FakePlace("dev", "/common");
    fixture.infisical.folders.put(common, "SHARED", "theirs");
    fixture.infisical.folders.link(new FakePlace("prod", "/shop"), common);
    assertThat(look("SHARED")).isEqualTo(new Standing.Absent());
    value(create("SHARED", "ours"));
    assertThat(text(fixture.read("SHARED"))).isEqualTo("ours");
  }

  @Test
  void aLookSeesReferencesAsTheyStand() {
    fixture.put("USER", "shop");
    fixture.put("URL", "${USER}@db");
    try (Standing standing = look("URL")) {
      assertThat(InfisicalFixture.text(((Standing.Present) standing).value().payload()))
          .isEqualTo("${USER}@db");
    }
  }

  /** Somebody else writes between the look and the change. */
  @Test
  void aRaceThatTheServerDoesNotRefuseIsToldAfterwards() {
    fixture.put("app", "1");
    VersionStamp first = ((Standing.Present) look("app")).value().version().orElseThrow();
    var call = fixture.call();
    fixture.infisical.fault((request, peer) -> {
      var seen =
          fixture.infisical.folders.read(
              new FakePlace("prod", "/shop"), "app", Optional.empty(), false, false);
      fixture.put("app", "theirs");
      peer.json(200, FakeReply.JSON.createObjectNode().set("secret", seen).toString());
    });
    try (SecretBytes payload = SecretBytes.ofText("ours")) {
      Outcome<VersionStamp> outcome = writer.compareAndSet("app", payload, first, call);
      assertThat(failure(outcome)).isEqualTo("Conflict/CAS_MISMATCH");
      Failure failure = ((Outcome.Failed<VersionStamp>) outcome).failure();
      assertThat(failure.mayHaveApplied()).isTrue();
    }
  }

  @Test
  void aChangeThatWaitsForAnApprovalIsDenied() {
    fixture.put("app", "1");
    VersionStamp first = ((Standing.Present) look("app")).value().version().orElseThrow();
    fixture.infisical.needApprovals();
    assertThat(failure(create("new", "1"))).isEqualTo("AccessDenied/NONE");
    assertThat(failure(change("app", "2", first))).isEqualTo("AccessDenied/NONE");
    assertThat(failure(writer.delete("app", first, fixture.call()))).isEqualTo("AccessDenied/NONE");
    assertThat(text(fixture.read("app"))).isEqualTo("1");
  }

  @Test
  void aDeletionOfWhatChangedSinceIsRefusedAndOfTheNewestIsFinal() {
    VersionStamp first = value(create("app", "1"));
    VersionStamp second = value(change("app", "2", first));
    assertThat(failure(writer.delete("app", first, fixture.call())))
        .isEqualTo("Conflict/CAS_MISMATCH");
    value(writer.delete("app", second, fixture.call()));
    assertThat(look("app")).isEqualTo(new Standing.Absent());
    assertThat(value(create("app", "3")).id()).isEqualTo("1");
  }

  @Test
  void aTagCountsAsAVersionAndEveryTagIsReplaced() {
    VersionStamp first = value(create("app", "1"));
    value(writer.tag("app", Map.of("a", "1"), fixture.call()));
    value(writer.tag("app", Map.of(Standing.OWNER_TAG, "us/shop/db"), fixture.call()));
    try (Standing standing = look("app")) {
      assertThat(standing.tags()).isEqualTo(Map.of(Standing.OWNER_TAG, "us/shop/db"));
      assertThat(((Standing.Present) standing).value().version().map(VersionStamp::id))
          .contains("3");
    }
    assertThat(failure(change("app", "2", first))).isEqualTo("Conflict/CAS_MISMATCH");
  }

  @Test
  void aServersOwnFaultMayComeAfterTheWrite() {
    var call = fixture.call();
    fixture.infisical.fault((request, peer) -> peer.json(502, "{}"));
    try (SecretBytes payload = SecretBytes.ofText("1")) {
      Outcome<VersionStamp> outcome = writer.createIfAbsent("app", payload, call);
      assertThat(((Outcome.Failed<VersionStamp>) outcome).failure().mayHaveApplied()).isTrue();
    }
  }
}
