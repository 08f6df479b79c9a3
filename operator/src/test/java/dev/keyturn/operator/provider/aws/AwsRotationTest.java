package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.call;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent for a rotation, and what each answer means. */
class AwsRotationTest {
  private static final String OLD = "11111111-2222-3333-4444-555555555555";
  private static final String OTHER = "99999999-2222-3333-4444-555555555555";
  private static final String ID = "77777777-2222-3333-4444-555555555555";
  private static final RemoteRef REF = AwsFixture.version("app/db", OLD);

  private final AwsFixture aws = new AwsFixture();
  private final ProviderClient client = aws.client();
  private final RotateNow rotations = client.rotateNow().orElseThrow();

  @AfterEach
  void close() {
    client.close();
    aws.close();
  }

  private void nextLabels(String labels, String more) {
    aws.nextJson(
        200,
        "{\"Name\":\"app/db\",\"RotationEnabled\":true,\"VersionIdsToStages\":{%s}%s}"
            .formatted(labels.replace('\'', '"'), more));
  }

  private void nextCurrent() {
    nextLabels("'" + OLD + "':['AWSCURRENT']", "");
  }

  private Outcome<RotationTicket> start() {
    return rotations.start(REF, ID, call());
  }

  private List<String> operations() {
    return aws.server.requests().stream()
        .map(request -> request.headers().get("x-amz-target"))
        .map(target -> target.substring(target.indexOf('.') + 1))
        .toList();
  }

  @Test
  void theIdOfTheRotationIsTheIdOfTheVersionThatItMakes() {
    nextCurrent();
    aws.nextJson(200, "{\"Name\":\"app/db\",\"VersionId\":\"" + ID + "\"}");
    assertThat(value(start())).isEqualTo(new RotationTicket(REF, ID, Optional.empty()));
    assertThat(operations()).containsExactly("DescribeSecret", "RotateSecret");
    assertThat(aws.server.requests().get(1).body())
        .contains("\"SecretId\":\"app/db\"")
        .contains("\"ClientRequestToken\":\"" + ID + "\"")
        .doesNotContain("RotationRules")
        .doesNotContain("RotationLambdaARN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "77777777 2222 3333 4444 555555555555"})
  void anIdThatTheServiceDoesNotTakeIsNeverSent(String id) {
    assertThat(failure(rotations.start(REF, id, call())).detail()).isEqualTo(FailureDetail.FIELD);
    assertThat(aws.server.requests()).isEmpty();
  }

  @Test
  void aSecretWithoutARotationIsNotRotatedAndItsScheduleNotTakenUp() {
    aws.nextJson(
        200,
        "{\"Name\":\"app/db\",\"RotationEnabled\":false,\"RotationLambdaARN\":\"arn:aws:lambda:x\","
            + "\"VersionIdsToStages\":{\""
            + OLD
            + "\":[\"AWSCURRENT\"]}}");
    assertThat(failure(start()))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.DISABLED));
    assertThat(operations()).containsExactly("DescribeSecret");
  }

  @Test
  void aSecretThatIsMarkedForDeletionSaysSo() {
    nextLabels("'" + OLD + "':['AWSCURRENT']", ",\"DeletedDate\":1.7e9");
    assertThat(failure(start()).detail()).isEqualTo(FailureDetail.SOFT_DELETED);
    nextLabels("'" + OLD + "':['AWSCURRENT']", ",\"DeletedDate\":1.7e9");
    assertThat(failure(state()).detail()).isEqualTo(FailureDetail.SOFT_DELETED);
    nextLabels("'" + OLD + "':['AWSCURRENT']", ",\"DeletedDate\":1.7e9");
    assertThat(failure(rotations.newest("app/db", call())).detail())
        .isEqualTo(FailureDetail.SOFT_DELETED);
    nextLabels("", "");
    assertThat(failure(rotations.newest("app/db", call())).detail())
        .isEqualTo(FailureDetail.NO_CURRENT_VERSION);
    assertThat(operations()).containsOnly("DescribeSecret");
  }

  @Test
  void aRotationThatCameInBetweenIsAConflict() {
    nextCurrent();
    aws.nextError(400, "InvalidRequestException", "A previous rotation isn't complete");
    nextLabels("'" + OLD + "':['AWSCURRENT'],'" + OTHER + "':['AWSPENDING']", "");
    assertThat(failure(start())).isEqualTo(Failure.of(FailureClass.Conflict));
  }

  @Test
  void aRefusalForAnotherReasonIsNoConflict() {
    nextCurrent();
    aws.nextError(400, "InvalidRequestException", "managed by another service");
    nextCurrent();
    assertThat(failure(start())).isEqualTo(Failure.of(FailureClass.InvalidData));
  }

  @Test
  void aPendingLabelThatStayedOnTheCurrentVersionIsNoRotation() {
    nextLabels("'" + OLD + "':['AWSCURRENT','AWSPENDING']", "");
    aws.nextJson(200, "{\"Name\":\"app/db\",\"VersionId\":\"" + ID + "\"}");
    value(start());
  }

  @Test
  void aRotationWhoseReplyWasLostIsNotMadeTwice() {
    nextCurrent();
    aws.nextError(500, "InternalServiceError", "no");
    Failure lost = failure(start());
    assertThat(lost.mayHaveApplied()).isTrue();
    assertThat(lost.toString()).doesNotContain(AwsFixture.CANARY);
    nextLabels("'" + OLD + "':['AWSCURRENT'],'" + ID + "':['AWSPENDING']", "");
    value(start());
    assertThat(operations()).containsExactly("DescribeSecret", "RotateSecret", "DescribeSecret");
  }

  @ParameterizedTest
  @CsvSource({"AccessDeniedException, AccessDenied", "ThrottlingException, Throttled"})
  void aRefusedRotationHasNotHappened(String code, FailureClass kind) {
    nextCurrent();
    aws.nextError(400, code, "no");
    assertThat(failure(start()).kind()).isEqualTo(kind);
  }

  private Outcome<RotationState> state() {
    return rotations.state(new RotationTicket(REF, ID, Optional.empty()), call());
  }

  @Test
  void onlyALabelThatAnotherVersionTookEndsARotationWithoutItsValue() {
    nextLabels("'" + OLD + "':['AWSCURRENT'],'" + ID + "':['AWSPENDING']", "");
    assertThat(value(state())).isEqualTo(new RotationState.Pending());
    nextCurrent();
    assertThat(value(state())).isEqualTo(new RotationState.Pending());
    nextLabels("'" + OLD + "':['AWSCURRENT'],'" + OTHER + "':['AWSPENDING']", "");
    assertThat(value(state())).isEqualTo(new RotationState.Failed());
    nextLabels("'" + OTHER + "':['AWSCURRENT'],'" + OLD + "':['AWSPREVIOUS']", "");
    assertThat(value(state())).isEqualTo(new RotationState.Failed());
    nextLabels("'" + OTHER + "':['AWSCURRENT'],'" + ID + "':['AWSPREVIOUS']", "");
    assertThat(value(state())).isInstanceOf(RotationState.Done.class);
    assertThat(operations()).containsOnly("DescribeSecret");
  }

  @Test
  void parameterStoreRotatesNothing() {
    AwsConfig config = aws.config(new AwsAuth.Keys());
    try (ProviderClient parameters =
        aws.client(
            new AwsConfig(
                AwsConfig.Service.ParameterStore,
                config.region(),
                config.endpoint(),
                config.auth(),
                config.roles(),
                config.writing()),
            AwsFixture.keys())) {
      assertThat(parameters.rotateNow()).isEmpty();
    }
  }
}
