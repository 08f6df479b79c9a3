package dev.keyturn.operator.provider.azure;

import static dev.keyturn.operator.provider.azure.AzureFixture.failure;
import static dev.keyturn.operator.provider.azure.AzureFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes to a vault that knows no condition. */
final class AzureWriteTest {
  private final AzureFixture fixture = new AzureFixture();
  private final FakeKeyVault vault = fixture.vault;
  private final ProviderClient client = fixture.client();
  private final Call call = AzureFixture.call(client);
  private final Writer writer = client.writer().orElseThrow();

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  private Outcome<VersionStamp> create(String name, String text) {
    try (SecretBytes payload = SecretBytes.ofText(text)) {
      return writer.createIfAbsent(name, payload, call);
    }
  }

  private Outcome<VersionStamp> change(String name, String text, VersionStamp newest) {
    try (SecretBytes payload = SecretBytes.ofText(text)) {
      return writer.compareAndSet(name, payload, newest, call);
    }
  }

  private void assertLost(Outcome<?> outcome, FailureDetail detail, boolean mayHaveApplied) {
    Failure failure = failure(outcome);
    assertThat(failure.kind()).isEqualTo(FailureClass.Conflict);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.mayHaveApplied()).isEqualTo(mayHaveApplied);
  }

  @Test
  void anotherWhoCreatesBetweenTheLookAndTheWriteIsTold() {
    vault.secrets.rival(() -> vault.put("db", "theirs"));
    assertLost(create("db", "ours"), FailureDetail.ALREADY_EXISTS, true);
    assertThat(vault.secrets.versions("db")).hasSize(2);
  }

  @Test
  void anotherWhoWritesBetweenTheLookAndTheWriteIsTold() {
    VersionStamp first = value(create("db", "one"));
    vault.secrets.tick();
    vault.secrets.rival(() -> vault.put("db", "theirs"));
    assertLost(change("db", "ours", first), FailureDetail.CAS_MISMATCH, true);
  }

  @Test
  void anotherWhoWritesWithinTheSecondOfTheVersionBeforeIsToldToo() {
    VersionStamp first = value(create("db", "one"));
    vault.secrets.rival(() -> vault.put("db", "theirs"));
    assertLost(change("db", "ours", first), FailureDetail.CAS_MISMATCH, true);
  }

  @Test
  void aRaceIsFoundOnALaterPageOfVersions() {
    IntStream.range(0, 30).forEach(i -> vault.put("db", "old" + i));
    vault.secrets.tick();
    vault.put("db", "before");
    VersionStamp before =
        ((Standing.Present) value(writer.look("db", call))).value().version().orElseThrow();
    vault.secrets.tick();
    VersionStamp next = value(change("db", "ours", before));
    vault.secrets.tick();
    vault.secrets.rival(() -> vault.put("db", "theirs"));
    assertLost(change("db", "ours again", next), FailureDetail.CAS_MISMATCH, true);
  }

  @ParameterizedTest
  @CsvSource({"503, {}, Unavailable", "200, <html></html>, InvalidData", "200, {}, InvalidData"})
  void aWriteWhoseComparisonFailsMayHaveHappened(int status, String body, FailureClass kind) {
    VersionStamp first = value(create("db", "one"));
    vault.secrets.rival(() -> {
      // Taken by the list of versions, the request after the write.
      vault.nextAnswer(status, "", body);
    });
    Failure failure = failure(change("db", "two", first));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.mayHaveApplied()).isTrue();
    assertThat(vault.value("db")).contains("two");
  }

  @Test
  void tagsAndTypeOutliveANewVersion() {
    VersionStamp first = value(create("db", "one"));
    value(writer.tag("db", Map.of(Standing.OWNER_TAG, "us/shop/db"), call));
    vault.secrets.contentType("db", "application/json");
    value(change("db", "two", first));
    assertThat(vault.secrets.contentType("db")).isEqualTo("application/json");
    assertThat(value(writer.look("db", call)).owner()).contains("us/shop/db");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeletedSecretIsRecoveredAndThenWritten(boolean versionShown) {
    VersionStamp first = value(create("db", "one"));
    value(writer.tag("db", Map.of(Standing.OWNER_TAG, "us/shop/db"), call));
    vault.secrets.versionsInDeleted(versionShown);
    value(writer.delete("db", first, call));
    vault.secrets.tick();
    Standing.Gone gone = (Standing.Gone) value(writer.look("db", call));
    assertThat(gone.owner()).contains("us/shop/db");
    value(change("db", "two", gone.newest()));
    assertThat(vault.value("db")).contains("two");
    assertThat(vault.secrets.versions("db")).hasSize(2);
    assertThat(value(writer.look("db", call)).owner()).contains("us/shop/db");
  }

  @Test
  void aRecoveryThatTakesItsTimeIsAConflictUntilItHasEnded() {
    VersionStamp first = value(create("db", "one"));
    value(writer.delete("db", first, call));
    vault.secrets.recovering(1);
    assertLost(change("db", "two", first), FailureDetail.CAS_MISMATCH, false);
    assertThat(value(writer.look("db", call))).isInstanceOf(Standing.Present.class);
    value(change("db", "two", first));
    assertThat(vault.value("db")).contains("two");
  }

  @Test
  void aNameThatWasDeletedMeanwhileIsAConflict() {
    vault.secrets.rival(() -> {
      vault.put("db", "theirs");
      vault.delete("db");
    });
    assertLost(create("db", "ours"), FailureDetail.ALREADY_EXISTS, false);
  }

  @Test
  void aVersionThatIsNotTheNewestIsNeitherChangedNorDeletedNorRecovered() {
    VersionStamp first = value(create("db", "one"));
    vault.put("db", "theirs");
    assertLost(change("db", "ours", first), FailureDetail.CAS_MISMATCH, false);
    assertLost(writer.delete("db", first, call), FailureDetail.CAS_MISMATCH, false);
    vault.delete("db");
    assertLost(change("db", "ours", first), FailureDetail.CAS_MISMATCH, false);
    assertThat(vault.value("db")).isEmpty();
  }

  @Test
  void aSecretThatIsSwitchedOffIsLeftAlone() {
    VersionStamp first = value(create("db", "one"));
    vault.disable("db");
    Failure failure = failure(change("db", "two", first));
    assertThat(failure.kind()).isEqualTo(FailureClass.SourceDeleted);
    assertThat(failure.detail()).isEqualTo(FailureDetail.DISABLED);
  }

  @Test
  void aServerFaultAtTheWriteDoesNotSayWhetherItHappened() {
    VersionStamp first = value(create("db", "one"));
    vault.faults.add((request, peer) -> {
      // The look, answered by the fake itself, comes before the write that fails.
      vault.faults.add((write, other) -> other.json(500, "{}"));
      peer.json(
          200,
          vault.secrets.answer("GET", new String[] {"", "secrets", "db"}, Map.of(), "").body());
    });
    Failure failure = failure(change("db", "two", first));
    assertThat(failure.kind()).isEqualTo(FailureClass.Unavailable);
    assertThat(failure.mayHaveApplied()).isTrue();
  }

  @Test
  void whatTheServiceCannotKeepIsRefusedBeforeAnyCall() {
    int before = vault.server().requests().size();
    assertThat(failure(create("db", "x".repeat(25 * 1024 + 1))).detail())
        .isEqualTo(FailureDetail.TOO_LARGE);
    assertThat(failure(create("a/b", "x")).detail()).isEqualTo(FailureDetail.NAME_ILLEGAL);
    try (SecretBytes bytes = SecretBytes.owning(new byte[] {(byte) 0xff, 0})) {
      assertThat(failure(writer.createIfAbsent("db", bytes, call)).detail())
          .isEqualTo(FailureDetail.FIELD);
    }
    Map<String, String> many =
        IntStream.range(0, 16).boxed().collect(Collectors.toMap(i -> "t" + i, i -> "v"));
    assertThat(failure(writer.tag("db", many, call)).detail())
        .isEqualTo(FailureDetail.BACKEND_LIMIT);
    assertThat(failure(writer.tag("db", Map.of("t", "v".repeat(257)), call)).detail())
        .isEqualTo(FailureDetail.BACKEND_LIMIT);
    assertThat(vault.server().requests()).hasSize(before);
  }

  @Test
  void aValueOfTheGreatestLengthAndOfAnyCharactersIsKeptAsItIs() {
    String text = "\"ü\n\\\u0001日🔑".repeat(1_000);
    value(create("db", text));
    assertThat(vault.value("db")).contains(text);
  }
}
