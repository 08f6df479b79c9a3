package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.CANARY;
import static dev.keyturn.operator.provider.aws.AwsFixture.call;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsWriteTest {
  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final String OTHER = "99999999-2222-3333-4444-555555555555";
  private static final VersionStamp FIRST = new VersionStamp(ID, false, Optional.empty());

  private final AwsFixture aws = new AwsFixture();
  private final ProviderClient client =
      aws.client(new AwsWriting(Optional.of("alias/shop"), Optional.of(7)));
  private final Writer writer = client.writer().orElseThrow();

  @AfterEach
  void close() {
    client.close();
    aws.close();
  }

  private void nextDone() {
    aws.nextJson(200, "{}");
  }

  private void nextState(String versions, String more) {
    aws.nextJson(
        200, "{\"Name\":\"app/db\",\"VersionIdsToStages\":{%s}%s}".formatted(versions, more));
  }

  private void nextCurrent(String id) {
    nextState("\"" + id + "\":[\"AWSCURRENT\"]", "");
  }

  private Outcome<VersionStamp> create(String key, String text) {
    try (SecretBytes payload = SecretBytes.ofText(text)) {
      return writer.createIfAbsent(key, payload, Map.of(Standing.OWNER_TAG, "us/a/b"), call());
    }
  }

  private Outcome<VersionStamp> change(String text) {
    try (SecretBytes payload = SecretBytes.ofText(text)) {
      return writer.compareAndSet("app/db", payload, FIRST, call());
    }
  }

  private List<String> operations() {
    return aws.server.requests().stream()
        .map(request -> request.headers().get("x-amz-target"))
        .map(target -> target.substring(target.indexOf('.') + 1))
        .toList();
  }

  private String body(int request) {
    return aws.server.requests().get(request).body();
  }

  @Proves("F018")
  @Test
  void aSecretIsMadeWithItsMarkAndTheKeyOfTheStore() {
    aws.nextJson(200, "{\"Name\":\"app/db\",\"VersionId\":\"" + ID + "\"}");
    assertThat(value(create("app/db", "x")).id()).isEqualTo(ID);
    assertThat(operations()).containsExactly("CreateSecret");
    assertThat(body(0))
        .contains("\"KmsKeyId\":\"alias/shop\"")
        .contains("\"SecretString\":\"x\"")
        .contains("{\"Key\":\"keyturn-owner\",\"Value\":\"us/a/b\"}");
  }

  @Test
  void versionsHaveToBeTenMinutesApart() {
    assertThat(writer.spacing()).contains(Duration.ofMinutes(10));
  }

  @Test
  void theSameWriteHasTheSameIdAndAnotherValueAnotherOne() {
    List<String> texts = List.of("x", "x", "y");
    for (String text : texts) {
      aws.nextJson(200, "{\"Name\":\"app/db\",\"VersionId\":\"" + ID + "\"}");
      value(create("app/db", text));
    }
    List<String> tokens =
        aws.server.requests().stream()
            .map(
                request -> request.body().replaceAll(".*\"ClientRequestToken\":\"(\\w+)\".*", "$1"))
            .toList();
    assertThat(tokens.get(0)).hasSize(64).isEqualTo(tokens.get(1)).isNotEqualTo(tokens.get(2));
  }

  @Test
  void bytesThatAreNoTextAreWrittenAsBytes() {
    aws.nextJson(200, "{\"Name\":\"app/db\",\"VersionId\":\"" + ID + "\"}");
    try (SecretBytes payload = SecretBytes.owning(new byte[] {(byte) 0xff, 0})) {
      value(writer.createIfAbsent("app/db", payload, call()));
    }
    assertThat(body(0)).contains("\"SecretBinary\":\"/wA=\"").doesNotContain("SecretString");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app/db-AbCdEf",
        "a b",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-AbCdEf"
      })
  void aNameThatTheServiceMixesUpIsNeverMade(String key) {
    assertThat(failure(create(key, "x")).detail()).isEqualTo(FailureDetail.NAME_ILLEGAL);
    assertThat(aws.server.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, EMPTY", "65537, TOO_LARGE"})
  void aValueThatTheServiceWouldNotKeepIsNeverSent(int size, FailureDetail detail) {
    assertThat(failure(create("app/db", "x".repeat(size))).detail()).isEqualTo(detail);
    assertThat(failure(change("x".repeat(size))).detail()).isEqualTo(detail);
    assertThat(aws.server.requests()).isEmpty();
  }

  @Test
  void aNameThatADeletedSecretHoldsIsTaken() {
    aws.nextError(400, "InvalidRequestException", "already scheduled for deletion");
    nextState("\"" + ID + "\":[\"AWSCURRENT\"]", ",\"DeletedDate\":1.7e9");
    Failure failure = failure(create("app/db", "x"));
    assertThat(failure.kind()).isEqualTo(FailureClass.Conflict);
    assertThat(failure.detail()).isEqualTo(FailureDetail.ALREADY_EXISTS);
  }

  @Test
  void aSecretThatHasNoValueYetIsAbsentAndFilled() {
    nextState("", "");
    assertThat(value(writer.look("app/db", call()))).isEqualTo(new Standing.Absent());
    aws.nextError(400, "ResourceExistsException", "no");
    nextState("", "");
    nextDone();
    nextDone();
    nextDone();
    nextDone();
    value(create("app/db", "x"));
    assertThat(operations().subList(1, 7))
        .containsExactly(
            "CreateSecret",
            "DescribeSecret",
            "TagResource",
            "PutSecretValue",
            "UpdateSecretVersionStage",
            "UpdateSecretVersionStage");
    assertThat(body(5)).doesNotContain("RemoveFromVersionId");
  }

  @Test
  void aChangeTakesTheLabelFromTheVersionThatIsReplaced() {
    nextState(
        "\"" + ID + "\":[\"AWSCURRENT\"],\"" + OTHER + "\":[\"keyturn-crashed\",\"mine\"]", "");
    nextDone();
    nextDone();
    nextDone();
    nextDone();
    String id = value(change("x")).id();
    assertThat(operations())
        .containsExactly(
            "DescribeSecret",
            "PutSecretValue",
            "UpdateSecretVersionStage",
            "UpdateSecretVersionStage",
            "UpdateSecretVersionStage");
    assertThat(body(1))
        .contains("\"ClientRequestToken\":\"" + id + "\"")
        .contains("\"VersionStages\":[\"keyturn-" + id + "\"]");
    assertThat(body(2))
        .contains("\"VersionStage\":\"AWSCURRENT\"")
        .contains("\"RemoveFromVersionId\":\"" + ID + "\"")
        .contains("\"MoveToVersionId\":\"" + id + "\"");
    assertThat(body(3)).contains("keyturn-" + id).doesNotContain("MoveToVersionId");
    assertThat(body(4)).contains("keyturn-crashed").contains(OTHER);
  }

  @Test
  void everyRequestBesideTheFirstOfACallIsCounted() {
    AtomicInteger further = new AtomicInteger();
    Call call = call(further::incrementAndGet);
    nextCurrent(ID);
    aws.nextJson(
        200, "{\"Name\":\"app/db\",\"VersionId\":\"%s\",\"SecretString\":\"x\"}".formatted(ID));
    value(writer.look("app/db", call)).close();
    nextState(
        "\"" + ID + "\":[\"AWSCURRENT\"],\"" + OTHER + "\":[\"keyturn-crashed\"]",
        ",\"DeletedDate\":1.7e9");
    for (int request = 0; request < 5; request++) {
      nextDone();
    }
    try (SecretBytes payload = SecretBytes.ofText("y")) {
      value(writer.compareAndSet("app/db", payload, FIRST, call));
    }
    nextState("", ",\"Tags\":[{\"Key\":\"old\",\"Value\":\"x\"}]");
    nextDone();
    nextDone();
    value(writer.tag("app/db", Map.of("new", "y"), call));
    nextCurrent(ID);
    nextDone();
    value(writer.delete("app/db", FIRST, call));
    assertThat(aws.server.requests()).hasSize(2 + 6 + 3 + 2);
    assertThat(further).hasValue(aws.server.requests().size() - 4);
  }

  @Test
  void aLabelThatWentElsewhereIsALostRace() {
    nextCurrent(ID);
    nextDone();
    aws.nextError(400, "InvalidParameterException", "not attached");
    nextDone();
    Failure failure = failure(change("x"));
    assertThat(failure.kind()).isEqualTo(FailureClass.Conflict);
    assertThat(failure.detail()).isEqualTo(FailureDetail.CAS_MISMATCH);
    assertThat(failure.mayHaveApplied()).isFalse();
    assertThat(body(3)).contains("keyturn-").doesNotContain("MoveToVersionId");
  }

  @Test
  void anotherCurrentVersionIsSeenBeforeAnythingIsWritten() {
    nextCurrent(OTHER);
    assertThat(failure(change("x")).detail()).isEqualTo(FailureDetail.CAS_MISMATCH);
    assertThat(operations()).containsExactly("DescribeSecret");
  }

  @Test
  void aWriteWhoseReplyWasLostIsNotMadeTwice() {
    nextCurrent(ID);
    nextDone();
    aws.nextError(500, "InternalServiceError", "no");
    Failure lost = failure(change("x"));
    assertThat(lost.mayHaveApplied()).isTrue();
    String id = body(1).replaceAll(".*\"ClientRequestToken\":\"(\\w+)\".*", "$1");
    nextCurrent(id);
    assertThat(value(change("x")).id()).isEqualTo(id);
    assertThat(operations()).hasSize(4).endsWith("DescribeSecret");
  }

  @Test
  void aDeletedSecretIsBroughtBackBeforeItIsWritten() {
    nextState("\"" + ID + "\":[\"AWSCURRENT\"]", ",\"DeletedDate\":1.7e9");
    nextDone();
    nextDone();
    nextDone();
    nextDone();
    value(change("x"));
    assertThat(operations())
        .startsWith(
            "DescribeSecret", "RestoreSecret", "PutSecretValue", "UpdateSecretVersionStage");
  }

  @Test
  void aDeletionLeavesTheTimeThatTheStoreNames() {
    nextCurrent(ID);
    nextDone();
    assertThat(writer.delete("app/db", FIRST, call())).isEqualTo(Outcome.ok(new Done()));
    assertThat(operations()).containsExactly("DescribeSecret", "DeleteSecret");
    assertThat(body(1)).contains("\"RecoveryWindowInDays\":7").doesNotContain("Force");
  }

  @Test
  void aDeletionWithoutRecoveryIsAskedForInSoManyWords() {
    try (ProviderClient forcing = aws.client(new AwsWriting(Optional.empty(), Optional.empty()))) {
      nextCurrent(ID);
      nextDone();
      value(forcing.writer().orElseThrow().delete("app/db", FIRST, call()));
    }
    assertThat(body(1))
        .contains("\"ForceDeleteWithoutRecovery\":true")
        .doesNotContain("RecoveryWindow");
  }

  @Test
  void anotherVersionIsNotDeleted() {
    nextCurrent(OTHER);
    assertThat(failure(writer.delete("app/db", FIRST, call())).detail())
        .isEqualTo(FailureDetail.CAS_MISMATCH);
    assertThat(operations()).containsExactly("DescribeSecret");
  }

  @Test
  void theTagsOfAwsStay() {
    nextState(
        "\"" + ID + "\":[\"AWSCURRENT\"]",
        ",\"Tags\":[{\"Key\":\"aws:stack\",\"Value\":\"s\"},{\"Key\":\"old\",\"Value\":\"o\"},"
            + "{\"Key\":\"same\",\"Value\":\"s\"}]");
    nextDone();
    nextDone();
    value(writer.tag("app/db", Map.of("same", "s", "new", "n"), call()));
    assertThat(operations()).containsExactly("DescribeSecret", "TagResource", "UntagResource");
    assertThat(body(1)).contains("\"new\"").doesNotContain("same");
    assertThat(body(2)).contains("[\"old\"]");
  }

  @Test
  void aWriteThatIsTurnedDownHasNotHappened() {
    aws.nextError(400, "AccessDeniedException", "no");
    Failure failure = failure(create("app/db", "x"));
    assertThat(failure.kind()).isEqualTo(FailureClass.AccessDenied);
    assertThat(failure.mayHaveApplied()).isFalse();
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Test
  void aValueNeverShows() {
    assertThat(Content.of(SecretBytes.ofText(CANARY), 100).toString()).doesNotContain(CANARY);
    assertThat(Content.of(SecretBytes.owning(new byte[] {(byte) 0xff}), 100).toString())
        .isEqualTo("[redacted]");
  }
}
