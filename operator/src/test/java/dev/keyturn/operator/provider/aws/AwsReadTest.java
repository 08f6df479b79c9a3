package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.CANARY;
import static dev.keyturn.operator.provider.aws.AwsFixture.call;
import static dev.keyturn.operator.provider.aws.AwsFixture.current;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static dev.keyturn.operator.provider.aws.AwsFixture.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsReadTest {
  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final String ARN =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-AbCdEf";

  private final AwsFixture aws = new AwsFixture();
  private final ProviderClient client = aws.client();

  @AfterEach
  void close() {
    client.close();
    aws.close();
  }

  private void nextValue(String name, String id, String members) {
    aws.nextJson(
        200,
        "{\"ARN\":\"%s\",\"Name\":\"%s\",\"VersionId\":\"%s\",\"CreatedDate\":1.7e9,%s}"
            .formatted(ARN, name, id, members));
  }

  private void nextText(String text) {
    nextValue("app/db", ID, "\"SecretString\":\"" + text + "\"");
  }

  private ScriptedServer.Seen lastRequest() {
    return aws.server.requests().getLast();
  }

  @Test
  void theRequestIsSignedForItsRegionAndNamesTheSecret() {
    nextText("x");
    value(client.read(current("app/db"), call())).close();
    assertThat(lastRequest().headers().get("x-amz-target"))
        .isEqualTo("secretsmanager.GetSecretValue");
    assertThat(lastRequest().headers().get("authorization"))
        .contains("AKIAEXAMPLE/")
        .contains("/eu-west-1/secretsmanager/aws4_request");
    assertThat(lastRequest().body())
        .isEqualTo("{\"SecretId\":\"app/db\",\"VersionStage\":\"AWSCURRENT\"}");
  }

  @Test
  void aCompleteArnOfTheRegionIsTakenAsItIs() {
    nextText("x");
    value(client.read(current(ARN), call())).close();
    assertThat(lastRequest().body()).contains("\"SecretId\":\"" + ARN + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "päss",
        "",
        "a:b",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-AbCdEf",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db",
        "arn:aws:iam::123456789012:role/app"
      })
  void aKeyThatIsNoNameOfTheRegionIsRefusedBeforeAnyCall(String key) {
    Failure failure = failure(client.read(current(key), call()));
    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.detail()).isEqualTo(FailureDetail.NAME_ILLEGAL);
    assertThat(aws.server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {ID, "uuid/" + ID})
  void aVersionIsAskedForByItsId(String version) {
    nextText("x");
    value(client.read(version("app/db", version), call())).close();
    assertThat(lastRequest().body()).contains("\"VersionId\":\"" + ID + "\"");
  }

  @Test
  void aVersionIsAskedForByItsStage() {
    nextValue("app/db", ID, "\"SecretString\":\"x\",\"VersionStages\":[\"AWSPREVIOUS\"]");
    value(client.read(version("app/db", "stage/AWSPREVIOUS"), call())).close();
    assertThat(lastRequest().body()).contains("\"VersionStage\":\"AWSPREVIOUS\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "AWSPREVIOUS", "stage/", "uuid/7"})
  void aVersionThatIsNoneIsRefusedBeforeAnyCall(String version) {
    Failure failure = failure(client.read(version("app/db", version), call()));
    assertThat(failure.detail()).isEqualTo(FailureDetail.FIELD);
    assertThat(aws.server.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{\\\"a\\\":1}', JSON_OBJECT",
    "'{\\\"a\\\":1} x', TEXT",
    "'{\\\"a\\\":1,\\\"a\\\":2}', TEXT",
    "'{', TEXT",
    "'[1]', TEXT",
    "null, TEXT"
  })
  void theShapeIsThatOfTheText(String text, RemoteValue.Shape shape) {
    nextText(text);
    try (RemoteValue read = value(client.read(current("app/db"), call()))) {
      assertThat(read.shape()).isEqualTo(shape);
      String payload = read.payload().with(bytes -> new String(bytes, UTF_8));
      assertThat(payload).isEqualTo(text.replace("\\\"", "\""));
    }
  }

  @Test
  void theValueOfAnotherSecretIsRefused() {
    nextValue("app/other", ID, "\"SecretString\":\"x\"");
    assertThat(failure(client.read(current("app/db"), call())).kind())
        .isEqualTo(FailureClass.InvalidData);
  }

  @Test
  void theValueOfAnotherVersionIsRefused() {
    nextText("x");
    assertThat(failure(client.read(version("app/db", ID.replace('1', '9')), call())).kind())
        .isEqualTo(FailureClass.InvalidData);
  }

  @Test
  void anAnswerWithoutAValueIsRefused() {
    nextValue("app/db", ID, "\"VersionStages\":[]");
    Failure failure = failure(client.read(current("app/db"), call()));
    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.detail()).isEqualTo(FailureDetail.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>" + CANARY + "</html>", "{\"Name\":\"" + CANARY, "[]"})
  void aSuccessThatIsNoAnswerIsInvalid(String body) {
    aws.nextJson(200, body);
    Failure failure = failure(client.read(current("app/db"), call()));
    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Fault(
      value = {"V5", "V24"},
      backends = Backend.AWS_SECRETS_MANAGER)
  @ParameterizedTest
  @CsvSource({
    "400, ResourceNotFoundException, NotFound, NONE",
    "400, AccessDeniedException, AccessDenied, NONE",
    "400, DecryptionFailure, AccessDenied, KMS",
    "400, ExpiredTokenException, AuthFailed, NONE",
    "400, UnrecognizedClientException, AuthFailed, NONE",
    "400, InvalidSignatureException, AuthFailed, NONE",
    "400, ThrottlingException, Throttled, NONE",
    "400, LimitExceededException, Conflict, BACKEND_LIMIT",
    "400, InvalidParameterException, InvalidData, NONE",
    "400, ValidationException, InvalidData, NONE",
    "500, InternalServiceError, Unavailable, NONE",
    "400, SomethingNew, InvalidData, NONE",
    "503, SomethingNew, Unavailable, NONE",
    "429, SomethingNew, Throttled, NONE"
  })
  void anErrorOfTheServiceHasOneMeaning(
      int status, String code, FailureClass kind, FailureDetail detail) {
    aws.nextError(status, code, "no");
    Failure failure = failure(client.read(current("app/db"), call()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.status()).isEqualTo(OptionalInt.of(status));
    assertThat(failure.mayHaveApplied()).isFalse();
    assertThat(failure.toString()).doesNotContain(CANARY);
    assertThat(aws.server.requests()).hasSize(1);
  }

  @Test
  void aSecretWithoutACurrentVersionIsNoProofOfDeletion() {
    aws.nextError(
        400,
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT");
    Failure failure = failure(client.read(current("app/db"), call()));
    assertThat(failure.kind()).isEqualTo(FailureClass.NotFound);
    assertThat(failure.detail()).isEqualTo(FailureDetail.NO_CURRENT_VERSION);
  }

  @Test
  void aKeyOfKmsThatIsClosedIsTold() {
    aws.nextError(400, "AccessDeniedException", "Access to KMS is not allowed");
    Failure failure = failure(client.read(current("app/db"), call()));
    assertThat(failure.kind()).isEqualTo(FailureClass.AccessDenied);
    assertThat(failure.detail()).isEqualTo(FailureDetail.KMS);
  }

  @Fault(value = "V10", backends = Backend.AWS_SECRETS_MANAGER)
  @Test
  void aSecretThatIsMarkedForDeletionSaysSo() {
    aws.nextError(400, "InvalidRequestException", "marked for deletion");
    aws.nextJson(200, "{\"Name\":\"app/db\",\"DeletedDate\":1.7e9}");
    Failure failure = failure(client.read(current("app/db"), call()));
    assertThat(failure.kind()).isEqualTo(FailureClass.SourceDeleted);
    assertThat(failure.detail()).isEqualTo(FailureDetail.SOFT_DELETED);
  }

  @Test
  void anInvalidRequestIsNoProofOfDeletion() {
    aws.nextError(400, "InvalidRequestException", "marked for deletion");
    aws.nextJson(200, "{\"Name\":\"app/db\"}");
    assertThat(failure(client.read(current("app/db"), call())).kind())
        .isEqualTo(FailureClass.InvalidData);
  }

  @ParameterizedTest
  @CsvSource({
    "404, Unavailable, NONE",
    "403, AccessDenied, NONE",
    "301, Unavailable, REDIRECT_REFUSED",
    "502, Unavailable, NONE"
  })
  void aProxyThatAnswersIsNotTheService(int status, FailureClass kind, FailureDetail detail) {
    aws.nextJson(status, "<html>" + CANARY + "</html>");
    Failure failure = failure(client.read(current("app/db"), call()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(aws.server.requests()).hasSize(1);
  }

  /** "Always check the NextToken response parameter": ListSecrets, API reference. */
  @Test
  void anEmptyPageWithATokenIsNoEndOfTheList() {
    Lister lister = client.lister().orElseThrow();
    aws.nextJson(200, "{\"SecretList\":[],\"NextToken\":\"further\"}");
    Lister.Page empty = value(lister.list(Lister.Folder.of(""), Optional.empty(), call()));
    assertThat(empty).isEqualTo(new Lister.Page(List.of(), List.of(), Optional.of("further")));
    aws.nextJson(200, "{\"SecretList\":[{\"Name\":\"db\"}]}");
    assertThat(value(lister.list(Lister.Folder.of(""), empty.next(), call())))
        .isEqualTo(new Lister.Page(List.of("db"), List.of(), Optional.empty()));
    assertThat(lastRequest().body()).contains("\"NextToken\":\"further\"");
  }
}
