package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.CANARY;
import static dev.keyturn.operator.provider.aws.AwsFixture.call;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.outcome;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsBatchTest {
  private static final String ARN =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-AbCdEf";

  private final AwsFixture aws = new AwsFixture();
  private final ProviderClient client = aws.client();
  private final BatchReader batches = client.batches().orElseThrow();

  @AfterEach
  void close() {
    client.close();
    aws.close();
  }

  private static String entry(String name, String text) {
    return """
    {"ARN":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:%s-AbCdEf","Name":"%s",\
    "VersionId":"11111111-2222-3333-4444-555555555555","CreatedDate":1.7e9,\
    "SecretString":"%s"}\
    """
        .formatted(name, name, text);
  }

  private static String error(String id, String code, String text) {
    return "{\"SecretId\":\"%s\",\"ErrorCode\":\"%s\",\"Message\":\"%s %s\"}"
        .formatted(id, code, text, CANARY);
  }

  private void nextBatch(String values, String errors) {
    aws.nextJson(200, "{\"SecretValues\":[%s],\"Errors\":[%s]}".formatted(values, errors));
  }

  private static String text(Map<String, Outcome<RemoteValue>> batch, String key) {
    try (RemoteValue read = value(outcome(batch, key))) {
      return read.payload().with(bytes -> new String(bytes, UTF_8));
    }
  }

  @Test
  void twentySecretsTakeOneRequest() {
    List<String> keys = IntStream.range(0, 20).mapToObj(i -> "app/" + i).toList();
    nextBatch(String.join(",", keys.stream().map(key -> entry(key, "of " + key)).toList()), "");
    Map<String, Outcome<RemoteValue>> batch = value(batches.readAll(keys, call()));
    assertThat(batches.maximum()).isEqualTo(20);
    assertThat(batches.group("app/1")).isEqualTo(batches.group("other"));
    assertThat(aws.server.requests()).hasSize(1);
    assertThat(aws.server.requests().getLast().headers())
        .containsEntry("x-amz-target", "secretsmanager.BatchGetSecretValue");
    assertThat(batch.keySet()).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(keys).allSatisfy(key -> assertThat(text(batch, key)).isEqualTo("of " + key));
  }

  @Fault(value = "V31", backends = Backend.AWS_SECRETS_MANAGER)
  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, no, AccessDenied, NONE",
    "AccessDeniedException, Access to KMS is not allowed, AccessDenied, KMS",
    "ResourceNotFoundException, no, NotFound, NONE",
    "ResourceNotFoundException, no value for staging label: AWSCURRENT, NotFound,"
        + " NO_CURRENT_VERSION",
    "DecryptionFailure, no, AccessDenied, KMS",
    "ThrottlingException, no, Throttled, NONE",
    "SomethingNew, no, InvalidData, NONE"
  })
  void anErrorIsThatOfItsKeyAlone(
      String code, String text, FailureClass kind, FailureDetail detail) {
    nextBatch(entry("app/good", "x"), error("app/bad", code, text));
    Map<String, Outcome<RemoteValue>> batch =
        value(batches.readAll(List.of("app/bad", "app/good"), call()));
    assertThat(text(batch, "app/good")).isEqualTo("x");
    Failure failure = failure(outcome(batch, "app/bad"));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Test
  void aSecretThatIsMarkedForDeletionIsAskedAbout() {
    nextBatch(entry("app/good", "x"), error("app/old", "InvalidRequestException", "marked"));
    aws.nextJson(200, "{\"Name\":\"app/old\",\"DeletedDate\":1.7e9}");
    Map<String, Outcome<RemoteValue>> batch =
        value(batches.readAll(List.of("app/good", "app/old"), call()));
    assertThat(text(batch, "app/good")).isEqualTo("x");
    assertThat(failure(outcome(batch, "app/old")).detail()).isEqualTo(FailureDetail.SOFT_DELETED);
  }

  @Fault(value = "V31", backends = Backend.AWS_SECRETS_MANAGER)
  @Test
  void aSecretInNeitherListIsNoProofOfAnything() {
    nextBatch(entry("app/good", "x") + "," + entry("app/foreign", "y"), "");
    Map<String, Outcome<RemoteValue>> batch =
        value(batches.readAll(List.of("app/good", "app/lost"), call()));
    assertThat(batch).containsOnlyKeys("app/good", "app/lost");
    assertThat(text(batch, "app/good")).isEqualTo("x");
    assertThat(failure(outcome(batch, "app/lost"))).isEqualTo(Failure.of(FailureClass.Internal));
  }

  @Test
  void aSecretMayBeNamedByItsArn() {
    nextBatch(entry("app/db", "x"), "");
    Map<String, Outcome<RemoteValue>> batch = value(batches.readAll(List.of(ARN), call()));
    assertThat(text(batch, ARN)).isEqualTo("x");
  }

  @Test
  void theSameNameUnderAnotherArnIsAnotherSecret() {
    nextBatch(entry("app/db", "x"), "");
    String other = ARN.replace("AbCdEf", "ghijkl");
    Map<String, Outcome<RemoteValue>> batch = value(batches.readAll(List.of(other), call()));
    assertThat(failure(outcome(batch, other)).kind()).isEqualTo(FailureClass.Internal);
  }

  @Test
  void anIllegalNameTakesNoOtherWithItAndIsNeverSent() {
    nextBatch(entry("app/good", "x"), "");
    Map<String, Outcome<RemoteValue>> batch =
        value(batches.readAll(List.of("a b", "app/good"), call()));
    assertThat(failure(outcome(batch, "a b")).detail()).isEqualTo(FailureDetail.NAME_ILLEGAL);
    assertThat(text(batch, "app/good")).isEqualTo("x");
    assertThat(aws.server.requests().getLast().body())
        .isEqualTo("{\"SecretIdList\":[\"app/good\"]}");
  }

  @Test
  void illegalNamesAloneAreNoRequest() {
    assertThat(value(batches.readAll(List.of("a b"), call()))).containsOnlyKeys("a b");
    assertThat(aws.server.requests()).isEmpty();
  }

  @Test
  void whoMayNotReadBatchesIsDeniedTheWhole() {
    aws.nextError(400, "AccessDeniedException", "secretsmanager:BatchGetSecretValue");
    Failure failure = failure(batches.readAll(List.of("app/a", "app/b"), call()));
    assertThat(failure.kind()).isEqualTo(FailureClass.AccessDenied);
    assertThat(failure.status()).isEqualTo(OptionalInt.of(400));
    assertThat(batches.isRefusedForOne()).isFalse();
  }
}
