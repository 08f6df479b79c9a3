package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.outcome;
import static dev.keyturn.operator.provider.aws.AwsFixture.soon;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static dev.keyturn.operator.provider.aws.AwsFixture.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionStamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Versions by id and by staging label, and batches, on a moto server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MotoVersionTest {
  private Optional<RealMoto> moto = Optional.empty();
  private int users;

  @BeforeAll
  void start() {
    moto = Optional.of(new RealMoto());
  }

  @AfterAll
  void stop() {
    moto.ifPresent(RealMoto::close);
  }

  private static String text(Outcome<RemoteValue> outcome) {
    try (RemoteValue read = value(outcome)) {
      return read.payload().with(bytes -> new String(bytes, UTF_8));
    }
  }

  @Test
  void anOlderVersionIsReadByItsIdAndByItsLabel() {
    try (MotoBackend backend = new MotoBackend(moto.orElseThrow());
        ProviderClient client = backend.open()) {
      Call call = new Call(value(client.login(soon())), soon(), "versions");
      RemoteRef current = new RemoteRef("app/db", Optional.empty());
      backend.putText("app/db", "one");
      String first;
      try (RemoteValue read = value(client.read(current, call))) {
        first = read.version().orElseThrow().id();
      }
      backend.putText("app/db", "two");
      assertThat(text(client.read(current, call))).isEqualTo("two");
      assertThat(text(client.read(version("app/db", first), call))).isEqualTo("one");
      assertThat(text(client.read(version("app/db", "stage/AWSPREVIOUS"), call))).isEqualTo("one");
      assertMissing(client.read(version("app/db", "stage/NEVER"), call));
    }
  }

  @Test
  void aRollbackMovesTheLabelsAndMakesNoVersion() {
    try (MotoBackend backend = new MotoBackend(moto.orElseThrow());
        ProviderClient client = backend.open()) {
      Call call = new Call(value(client.login(soon())), soon(), "rollback");
      VersionHistory history = client.history().orElseThrow();
      backend.putText("app/back", "one");
      backend.putText("app/back", "two");
      List<VersionInfo> before = value(history.list("app/back", call));
      assertThat(before.stream().map(VersionInfo::stages))
          .containsExactly(Set.of("AWSCURRENT"), Set.of("AWSPREVIOUS"));
      String old = before.getLast().stamp().id();
      value(history.rollback("app/back", old, new Precondition.Any(), call));
      assertThat(value(history.list("app/back", call)).stream().map(VersionInfo::stages))
          .containsExactly(Set.of("AWSPREVIOUS"), Set.of("AWSCURRENT"));
      assertThat(text(client.read(version("app/back", "stage/AWSPREVIOUS"), call)))
          .isEqualTo("two");
    }
  }

  @Test
  void theRightsOfTheGuideAreThoseThatOlderVersionsOfASecretTake() {
    String told = "secretsmanager:DescribeSecret,secretsmanager:ListSecretVersionIds";
    String undeleted = told + ",secretsmanager:RestoreSecret";
    String rolledBack = told + ",secretsmanager:UpdateSecretVersionStage";
    try (MotoBackend backend = new MotoBackend(moto.orElseThrow())) {
      backend.putText("app/rights", "one");
      backend.putText("app/rights", "two");
      String old = value(with(backend, told, VersionHistory::list)).getLast().stamp().id();
      HistoryCall<VersionStamp> rollback =
          (history, key, call) -> history.rollback(key, old, new Precondition.Any(), call);
      HistoryCall<Done> undelete = (history, key, call) -> history.undelete(key, old, call);
      assertThat(AwsFixture.failure(with(backend, undeleted, rollback)).kind())
          .isEqualTo(FailureClass.AccessDenied);
      value(with(backend, rolledBack, rollback));
      backend.softDelete("app/rights");
      assertThat(AwsFixture.failure(with(backend, rolledBack, undelete)).kind())
          .isEqualTo(FailureClass.AccessDenied);
      value(with(backend, undeleted, undelete));
      assertThat(backend.text("app/rights")).contains("one");
    }
  }

  @Test
  void theRightsOfTheGuideAreThoseThatOlderVersionsOfAParameterTake() {
    String told = "ssm:GetParameterHistory";
    try (MotoParameters backend = new MotoParameters(moto.orElseThrow())) {
      backend.putText("app/rights", "one");
      backend.putText("app/rights", "two");
      assertThat(value(with(backend, told, VersionHistory::list))).hasSize(2);
      HistoryCall<VersionStamp> rollback =
          (history, key, call) -> history.rollback(key, "1", new Precondition.Any(), call);
      assertThat(AwsFixture.failure(with(backend, told, rollback)).kind())
          .isEqualTo(FailureClass.AccessDenied);
      value(with(backend, told + ",ssm:GetParameter,ssm:PutParameter", rollback));
      assertThat(backend.text("app/rights")).contains("one");
    }
  }

  /** What is asked of a history. */
  private interface HistoryCall<T> {
    Outcome<T> of(VersionHistory history, String key, Call call);
  }

  /** As a user who may do no more than these actions. */
  private <T> Outcome<T> with(MotoBackend backend, String actions, HistoryCall<T> asked) {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\","
            + "\"Action\":[\"%s\"]}]}".formatted(actions.replace(",", "\",\""));
    RealMoto.AccessKey key = moto.orElseThrow().user("versions" + ++users, policy);
    try (ProviderClient client = backend.open(key)) {
      Call call = new Call(value(client.login(soon())), soon(), "versions");
      return asked.of(client.history().orElseThrow(), "app/rights", call);
    }
  }

  @Test
  void aBatchHasTheValuesBesideWhatIsMissingAndWhatIsDeleted() {
    try (MotoBackend backend = new MotoBackend(moto.orElseThrow());
        ProviderClient client = backend.open()) {
      Call call = new Call(value(client.login(soon())), soon(), "batch");
      backend.putText("app/one", "1");
      backend.putText("app/two", "2");
      backend.putText("app/old", "3");
      backend.softDelete("app/old");
      Map<String, Outcome<RemoteValue>> batch =
          value(
              client
                  .batches()
                  .orElseThrow()
                  .readAll(List.of("app/one", "app/never", "app/two", "app/old"), call));
      assertThat(text(outcome(batch, "app/one"))).isEqualTo("1");
      assertThat(text(outcome(batch, "app/two"))).isEqualTo("2");
      assertThat(AwsFixture.failure(outcome(batch, "app/never")).kind())
          .isEqualTo(FailureClass.NotFound);
      assertThat(AwsFixture.failure(outcome(batch, "app/old")).detail())
          .isEqualTo(FailureDetail.SOFT_DELETED);
    }
  }

  @Test
  void aBatchOfParametersHasTheValuesBesideWhatIsMissing() {
    try (MotoParameters backend = new MotoParameters(moto.orElseThrow());
        ProviderClient client = backend.open()) {
      Call call = new Call(value(client.login(soon())), soon(), "batch");
      backend.putText("app/one", "1");
      backend.putText("flat", "2");
      Map<String, Outcome<RemoteValue>> batch =
          value(
              client
                  .batches()
                  .orElseThrow()
                  .readAll(List.of("app/one", "app/never", "flat"), call));
      assertThat(text(outcome(batch, "app/one"))).isEqualTo("1");
      assertThat(text(outcome(batch, "flat"))).isEqualTo("2");
      assertThat(AwsFixture.failure(outcome(batch, "app/never")).kind())
          .isEqualTo(FailureClass.NotFound);
    }
  }

  private static void assertMissing(Outcome<RemoteValue> outcome) {
    Failure failure = AwsFixture.failure(outcome);
    assertThat(failure.kind()).isEqualTo(FailureClass.NotFound);
    assertThat(failure.detail()).isEqualTo(FailureDetail.NO_CURRENT_VERSION);
  }
}
