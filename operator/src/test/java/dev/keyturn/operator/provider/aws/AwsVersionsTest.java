package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.call;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionInfo.State;
import dev.keyturn.operator.provider.VersionStamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The versions of a secret where moto does not answer as the API reference says. */
class AwsVersionsTest {
  private static final String OLD = "11111111-2222-3333-4444-555555555555";
  private static final String NEW = "22222222-2222-3333-4444-555555555555";
  private static final String NEXT = "33333333-2222-3333-4444-555555555555";

  private final AwsFixture aws = new AwsFixture();
  private final ProviderClient client = aws.client();
  private final VersionHistory history = client.history().orElseThrow();
  private final AtomicInteger further = new AtomicInteger();

  @AfterEach
  void close() {
    client.close();
    aws.close();
  }

  private Call counted() {
    return call(further::incrementAndGet);
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

  private void nextState(String versions, String more) {
    aws.nextJson(
        200, "{\"Name\":\"app/db\",\"VersionIdsToStages\":{%s}%s}".formatted(versions, more));
  }

  private void nextState() {
    nextState("", "");
  }

  private void nextVersions(String... entries) {
    nextPage("", entries);
  }

  private void nextPage(String more, String... entries) {
    aws.nextJson(
        200,
        "{\"Name\":\"app/db\",\"Versions\":[%s]%s}".formatted(String.join(",", entries), more));
  }

  private static String entry(String id, long second, String... labels) {
    String quoted =
        List.of(labels).stream().map("\"%s\""::formatted).collect(Collectors.joining(","));
    return "{\"VersionId\":\"%s\",\"CreatedDate\":%d.5,\"VersionStages\":[%s]}"
        .formatted(id, second, quoted);
  }

  private void nextTwo() {
    nextVersions(entry(OLD, 1, "AWSPREVIOUS"), entry(NEW, 2, "AWSCURRENT"));
  }

  private static String labelled(String id, String label) {
    return "\"%s\":[\"%s\"]".formatted(id, label);
  }

  private Outcome<List<VersionInfo>> list() {
    return history.list("app/db", counted());
  }

  private Outcome<VersionStamp> rollback() {
    return history.rollback("app/db", OLD, new Precondition.IfVersion(NEW), counted());
  }

  private void everyRequestWasCounted() {
    assertThat(further).hasValue(aws.server.requests().size() - 1);
  }

  @Test
  void theListHasVersionsWithoutALabelTooAndEveryPage() {
    nextState();
    nextPage(",\"NextToken\":\"more\"", entry(NEW, 20, "AWSCURRENT", "mine"), entry(NEXT, 10));
    nextPage(",\"NextToken\":\"last\"");
    nextVersions(entry(OLD, 15, "AWSPREVIOUS"));
    assertThat(value(list()))
        .containsExactly(
            info(NEW, 20, State.CURRENT, "AWSCURRENT", "mine"),
            info(OLD, 15, State.OLDER, "AWSPREVIOUS"),
            info(NEXT, 10, State.OLDER));
    assertThat(operations())
        .containsExactly(
            "DescribeSecret",
            "ListSecretVersionIds",
            "ListSecretVersionIds",
            "ListSecretVersionIds");
    assertThat(body(1)).contains("\"IncludeDeprecated\":true").doesNotContain("NextToken");
    assertThat(body(2)).contains("\"IncludeDeprecated\":true").contains("\"NextToken\":\"more\"");
    assertThat(body(3)).contains("\"NextToken\":\"last\"");
    everyRequestWasCounted();
  }

  private static VersionInfo info(String id, long second, State state, String... labels) {
    Optional<Instant> created = Optional.of(Instant.ofEpochSecond(second).plusMillis(500));
    return new VersionInfo(new VersionStamp(id, false, created), Set.of(labels), state);
  }

  @Test
  void aVersionOfARotationIsPendingAlsoBeforeItHasAValue() {
    nextState(labelled(NEXT, "AWSPENDING") + "," + labelled(NEW, "AWSCURRENT"), "");
    nextTwo();
    assertThat(value(list()).getFirst())
        .isEqualTo(
            new VersionInfo(
                new VersionStamp(NEXT, false, Optional.empty()),
                Set.of("AWSPENDING"),
                State.PENDING));
    nextState(labelled(NEXT, "AWSPENDING") + "," + labelled(NEW, "AWSCURRENT"), "");
    nextVersions(entry(NEXT, 3, "AWSPENDING"), entry(NEW, 2, "AWSCURRENT"));
    assertThat(value(list()))
        .containsExactly(
            info(NEXT, 3, State.PENDING, "AWSPENDING"), info(NEW, 2, State.CURRENT, "AWSCURRENT"));
  }

  @Test
  void whatIsLeftOfARotationThatEndedDoesNotMakeTheCurrentVersionPending() {
    nextState("\"" + NEW + "\":[\"AWSCURRENT\",\"AWSPENDING\"]", "");
    nextVersions(entry(NEW, 2, "AWSCURRENT", "AWSPENDING"));
    assertThat(value(list()).getFirst().state()).isEqualTo(State.CURRENT);
  }

  @Test
  void aVersionOfARotationIsTheFunctionsAlone() {
    nextState(labelled(OLD, "AWSPENDING"), "");
    nextVersions(entry(OLD, 3, "AWSPENDING"), entry(NEW, 2, "AWSCURRENT"));
    Failure failure = failure(rollback());
    assertThat(failure.kind()).isEqualTo(FailureClass.Conflict);
    assertThat(failure.detail()).isEqualTo(FailureDetail.NONE);
    assertThat(operations()).containsExactly("DescribeSecret", "ListSecretVersionIds");
  }

  @Test
  void everyVersionOfADeletedSecretComesBackWithIt() {
    nextState("", ",\"DeletedDate\":1.7e9");
    nextTwo();
    assertThat(value(list()).stream().map(VersionInfo::state))
        .containsExactly(State.SOFT_DELETED, State.SOFT_DELETED);
    nextState("", ",\"DeletedDate\":1.7e9");
    nextTwo();
    aws.nextJson(200, "{\"Name\":\"app/db\"}");
    further.set(1);
    value(history.undelete("app/db", OLD, counted()));
    assertThat(operations()).endsWith("DescribeSecret", "ListSecretVersionIds", "RestoreSecret");
    assertThat(further).hasValue(3);
  }

  @Test
  void aDeletedSecretIsNotRolledBack() {
    nextState("", ",\"DeletedDate\":1.7e9");
    nextTwo();
    Failure failure = failure(rollback());
    assertThat(failure.kind()).isEqualTo(FailureClass.SourceDeleted);
    assertThat(failure.detail()).isEqualTo(FailureDetail.SOFT_DELETED);
    assertThat(operations()).containsExactly("DescribeSecret", "ListSecretVersionIds");
  }

  @Test
  void aRollbackTakesTheLabelFromTheVersionThatWasLookedAt() {
    nextState();
    nextTwo();
    aws.nextJson(200, "{\"Name\":\"app/db\"}");
    assertThat(value(rollback()).id()).isEqualTo(OLD);
    assertThat(operations())
        .containsExactly("DescribeSecret", "ListSecretVersionIds", "UpdateSecretVersionStage");
    assertThat(body(2))
        .contains("\"VersionStage\":\"AWSCURRENT\"")
        .contains("\"RemoveFromVersionId\":\"" + NEW + "\"")
        .contains("\"MoveToVersionId\":\"" + OLD + "\"");
    everyRequestWasCounted();
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidParameterException, '\"33333333-2222-3333-4444-555555555555\":[\"AWSCURRENT\"]', '',"
        + " Conflict, CAS_MISMATCH",
    "InvalidRequestException, '\"33333333-2222-3333-4444-555555555555\":[\"AWSCURRENT\"]', '',"
        + " Conflict, CAS_MISMATCH",
    "InvalidRequestException, '\"22222222-2222-3333-4444-555555555555\":[\"AWSCURRENT\"]',"
        + " ',\"DeletedDate\":1.7e9', SourceDeleted, SOFT_DELETED",
    "InvalidRequestException, '\"22222222-2222-3333-4444-555555555555\":[\"AWSCURRENT\"]', '',"
        + " InvalidData, NONE"
  })
  void aLabelThatIsNotMovedIsLookedForAgain(
      String code, String versions, String more, FailureClass kind, FailureDetail detail) {
    nextState();
    nextTwo();
    aws.nextError(400, code, "no");
    nextState(versions, more);
    Failure failure = failure(rollback());
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.mayHaveApplied()).isFalse();
    everyRequestWasCounted();
  }

  @Test
  void aSecretThatNeverHadAValueHasNoHistory() {
    nextState();
    nextVersions();
    assertThat(failure(list()).kind()).isEqualTo(FailureClass.NotFound);
  }

  @Test
  void theVersionsOfAnotherSecretAreNoAnswer() {
    nextState();
    aws.nextJson(200, "{\"Name\":\"app/other\",\"Versions\":[" + entry(OLD, 1) + "]}");
    assertThat(failure(list()).kind()).isEqualTo(FailureClass.InvalidData);
  }

  @Test
  void aListWithoutEndIsNoneOfTheService() {
    String[] half =
        IntStream.range(0, 5_001)
            .mapToObj(number -> entry("%032d".formatted(number), number))
            .toArray(String[]::new);
    nextState();
    nextPage(",\"NextToken\":\"more\"", half);
    nextPage(",\"NextToken\":\"more\"", half);
    assertThat(failure(list()).kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(operations()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage/AWSPREVIOUS", "7"})
  void aLabelIsNoIdOfAVersion(String version) {
    assertThat(failure(history.undelete("app/db", version, call())).detail())
        .isEqualTo(FailureDetail.FIELD);
    assertThat(
            failure(history.rollback("app/db", version, new Precondition.Any(), call())).detail())
        .isEqualTo(FailureDetail.FIELD);
    assertThat(aws.server.requests()).isEmpty();
  }

  @Test
  void aSingleVersionCannotBeDestroyedAndNobodyIsAsked() {
    assertThat(failure(history.destroy("app/db", OLD, call())).kind())
        .isEqualTo(FailureClass.InvalidData);
    assertThat(aws.server.requests()).isEmpty();
  }
}
