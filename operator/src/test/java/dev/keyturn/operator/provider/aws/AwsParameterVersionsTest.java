package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.call;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The versions of a parameter where moto does not answer as the API reference says. */
class AwsParameterVersionsTest {
  private static final String OLD =
      "{\"Name\":\"/app/db\",\"Type\":\"%s\",\"Value\":\"c\","
          + "\"KeyId\":\"alias/old\",\"Version\":%d,\"LastModifiedDate\":%d,\"Labels\":[\"good\"]}";

  private final AwsFixture aws = new AwsFixture();
  private final ProviderClient client =
      aws.client(
          new AwsConfig(
              AwsConfig.Service.ParameterStore,
              "eu-west-1",
              Optional.of(aws.server.uri()),
              new AwsAuth.Keys(),
              List.of(),
              new AwsWriting(Optional.of("alias/shop"), Optional.of(30))),
          AwsFixture.keys());
  private final VersionHistory history = client.history().orElseThrow();
  private final AtomicInteger further = new AtomicInteger();

  @AfterEach
  void close() {
    client.close();
    aws.close();
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

  private static String old(String type, int version) {
    return OLD.formatted(type, version, version);
  }

  private static String newest(String type, int version) {
    return old(type, version).replace("alias/old", "alias/own").replace("\"good\"", "");
  }

  private void nextPage(String more, String... versions) {
    aws.nextJson(200, "{\"Parameters\":[%s]%s}".formatted(String.join(",", versions), more));
  }

  private void nextOldValue(String type) {
    aws.nextJson(
        200,
        "{\"Parameter\":{\"Name\":\"/app/db\",\"Type\":\"%s\",\"Value\":\"x\",\"Version\":1}}"
            .formatted(type));
  }

  @Test
  void theListHasEveryPageAndAsksForNoValue() {
    nextPage(",\"NextToken\":\"more\"", old("SecureString", 1));
    nextPage(",\"NextToken\":\"last\"");
    nextPage("", newest("SecureString", 2));
    assertThat(value(history.list("app/db", call(further::incrementAndGet))))
        .containsExactly(
            new VersionInfo(stamp(2), Set.of(), State.CURRENT),
            new VersionInfo(stamp(1), Set.of("good"), State.OLDER));
    assertThat(body(0)).contains("\"WithDecryption\":false").doesNotContain("NextToken");
    assertThat(body(1)).contains("\"NextToken\":\"more\"");
    assertThat(body(2)).contains("\"NextToken\":\"last\"");
    assertThat(operations()).hasSize(3).containsOnly("GetParameterHistory");
    assertThat(further).hasValue(2);
  }

  private static VersionStamp stamp(int version) {
    return new VersionStamp(
        Integer.toString(version), true, Optional.of(Instant.ofEpochSecond(version)));
  }

  @Test
  void aRollbackWritesTheOldValueWithTheKeyThatTheNewestHas() {
    nextPage("", old("SecureString", 1), newest("SecureString", 2));
    nextOldValue("SecureString");
    aws.nextJson(200, "{\"Version\":3}");
    VersionStamp made =
        value(
            history.rollback(
                "app/db", "1", new Precondition.IfVersion("2"), call(further::incrementAndGet)));
    assertThat(made.id()).isEqualTo("3");
    assertThat(operations()).containsExactly("GetParameterHistory", "GetParameter", "PutParameter");
    assertThat(body(1)).contains("\"/app/db:1\"").contains("\"WithDecryption\":true");
    assertThat(body(2))
        .contains("\"Value\":\"x\"")
        .contains("\"Overwrite\":true")
        .contains("\"Type\":\"SecureString\"")
        .contains("\"KeyId\":\"alias/own\"");
    assertThat(further).hasValue(2);
  }

  @Test
  void aPlainParameterStaysPlain() {
    nextPage("", old("StringList", 1), newest("StringList", 2));
    nextOldValue("StringList");
    aws.nextJson(200, "{\"Version\":3}");
    value(history.rollback("app/db", "1", new Precondition.Any(), call()));
    assertThat(body(2)).contains("\"Type\":\"StringList\"").doesNotContain("KeyId");
  }

  @Test
  void aRaceIsSeenInTheNumberOfTheVersion() {
    nextPage("", old("String", 1), newest("String", 2));
    nextOldValue("String");
    aws.nextJson(200, "{\"Version\":4}");
    Failure failure = failure(history.rollback("app/db", "1", new Precondition.Any(), call()));
    assertThat(failure.kind()).isEqualTo(FailureClass.Conflict);
    assertThat(failure.detail()).isEqualTo(FailureDetail.CAS_MISMATCH);
    assertThat(failure.mayHaveApplied()).isTrue();
  }

  @Test
  void theVersionsOfAnotherParameterAreNoAnswer() {
    nextPage("", old("String", 1).replace("/app/db", "/app/other"));
    assertThat(failure(history.list("app/db", call())).kind()).isEqualTo(FailureClass.InvalidData);
  }

  @Test
  void whatHasNoVersionIsNotFound() {
    nextPage("");
    assertThat(failure(history.list("app/db", call())).kind()).isEqualTo(FailureClass.NotFound);
  }

  @Test
  void nobodyIsAskedForWhatTheServiceCannotDo() {
    assertThat(failure(history.undelete("app/db", "1", call())).kind())
        .isEqualTo(FailureClass.InvalidData);
    assertThat(failure(history.destroy("app/db", "1", call())).kind())
        .isEqualTo(FailureClass.InvalidData);
    assertThat(failure(history.rollback("app/db", "good", new Precondition.Any(), call())).detail())
        .isEqualTo(FailureDetail.FIELD);
    assertThat(aws.server.requests()).isEmpty();
  }
}
