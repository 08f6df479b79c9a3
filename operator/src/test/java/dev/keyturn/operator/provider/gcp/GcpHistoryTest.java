package dev.keyturn.operator.provider.gcp;

import static dev.keyturn.operator.provider.gcp.GcpFixture.failure;
import static dev.keyturn.operator.provider.gcp.GcpFixture.newest;
import static dev.keyturn.operator.provider.gcp.GcpFixture.text;
import static dev.keyturn.operator.provider.gcp.GcpFixture.value;
import static dev.keyturn.operator.provider.gcp.GcpFixture.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionInfo.State;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.gcp.GcpConfig.VersionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions of a secret that are told, switched on, destroyed and brought back. */
class GcpHistoryTest {
  private final GcpFixture fixture = new GcpFixture();
  private final ProviderClient client = fixture.client();
  private final VersionHistory history = client.history().orElseThrow();

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  private void written(String... values) {
    for (String value : values) {
      fixture.google.put("db", value);
    }
  }

  private List<State> states(VersionHistory told) {
    return value(told.list("db", fixture.call())).stream().map(VersionInfo::state).toList();
  }

  private Outcome<VersionStamp> rollback(String to) {
    return history.rollback("db", to, new Precondition.Any(), fixture.call());
  }

  /** Somebody disables and enables the version after the look at it. */
  private void changedAfterTheLook(String id) {
    fixture.google.pass();
    fixture.google.before(() -> {
      fixture.google.secrets.answer(
          "POST", "/v1/projects/shop-prod/secrets/db/versions/" + id + ":enable", "", "{}");
    });
  }

  private void assertLost(Failure failure, boolean mayHaveApplied) {
    assertThat(failure.kind()).isEqualTo(FailureClass.Conflict);
    assertThat(failure.detail()).isEqualTo(FailureDetail.CAS_MISMATCH);
    assertThat(failure.mayHaveApplied()).isEqualTo(mayHaveApplied);
  }

  @Test
  void aListOfManyPagesIsWholeAndSaysWhenEachVersionWasMade() {
    IntStream.rangeClosed(1, 2_501).forEach(number -> fixture.google.put("db", "v" + number));
    List<VersionInfo> all = value(history.list("db", fixture.call()));
    assertThat(all).hasSize(2_501);
    assertThat(all.getFirst().stamp().id()).isEqualTo("2501");
    assertThat(all.getLast())
        .isEqualTo(
            new VersionInfo(
                new VersionStamp("1", false, Optional.of(fixture.now())), Set.of(), State.OLDER));
    assertThat(fixture.google.asked("/versions")).hasSize(2);
  }

  @Test
  void theCurrentVersionIsTheOneThatAReadGives() {
    written("1", "2", "3");
    fixture.google.disable("db");
    assertThat(states(history)).containsExactly(State.DISABLED, State.OLDER, State.OLDER);
    try (ProviderClient fetching = fixture.client(VersionPolicy.LATEST_OR_FETCH)) {
      VersionHistory told = fetching.history().orElseThrow();
      assertThat(states(told)).containsExactly(State.DISABLED, State.CURRENT, State.OLDER);
      assertThat(value(told.rollback("db", "2", new Precondition.Any(), fixture.call())).id())
          .isEqualTo("2");
      assertThat(fixture.google.versions("db")).isEqualTo(3);
    }
  }

  @Test
  void aSecretWithoutAVersionIsNoSecretThatIsGone() {
    fixture.google.secrets.putEmpty("db", Map.of());
    assertThat(failure(history.list("db", fixture.call())))
        .isEqualTo(Failure.of(FailureClass.NotFound, FailureDetail.NO_CURRENT_VERSION));
  }

  @Test
  void aVersionWhoseStateChangesBetweenTheLookAndTheChangeIsLeftAsItIs() {
    written("1", "2");
    fixture.google.disable("db");
    changedAfterTheLook("2");
    assertLost(failure(history.undelete("db", "2", fixture.call())), false);
    changedAfterTheLook("2");
    assertLost(failure(history.destroy("db", "2", fixture.call())), false);
    assertThat(text(client.read(newest("db"), fixture.call()))).isEqualTo("2");
  }

  @Test
  void whatSomebodyElseDestroysMeanwhileIsDestroyed() {
    written("1");
    fixture.google.disable("db");
    fixture.google.pass();
    fixture.google.before(() -> fixture.google.secrets.destroy("db"));
    assertThat(failure(history.undelete("db", "1", fixture.call())))
        .isEqualTo(Failure.of(FailureClass.SourceDeleted, FailureDetail.DESTROYED).withStatus(400));
    fixture.google.put("db", "2");
    fixture.google.pass();
    fixture.nextJson(
        400,
        GoogleMessages.error(
                400,
                "FAILED_PRECONDITION",
                "Secret Version [projects/1/secrets/db/versions/2] is in DESTROYED state.")
            .body());
    value(history.destroy("db", "2", fixture.call()));
  }

  @Test
  void aDestructionThatIsPutOffIsNotAskedForTwiceAndCanBeCalledOff() {
    written("1", "2");
    fixture.google.secrets.destroyAfter("db", Duration.ofDays(1));
    value(history.destroy("db", "1", fixture.call()));
    assertThat(states(history)).containsExactly(State.CURRENT, State.DISABLED);
    value(history.destroy("db", "1", fixture.call()));
    assertThat(fixture.google.asked(":destroy")).hasSize(1);
    value(history.undelete("db", "1", fixture.call()));
    assertThat(text(client.read(version("db", "1"), fixture.call()))).isEqualTo("1");
    value(history.destroy("db", "1", fixture.call()));
    assertThat(fixture.google.asked(":destroy")).hasSize(2);
  }

  @Test
  void whoWritesBetweenTheListAndTheRollbackIsNotLostAndItIsTold() {
    written("1", "2");
    fixture.google.pass();
    fixture.google.pass();
    fixture.google.before(() -> fixture.google.put("db", "theirs"));
    assertLost(failure(rollback("1")), true);
    assertThat(fixture.google.versions("db")).isEqualTo(4);
    assertThat(text(client.read(version("db", "3"), fixture.call()))).isEqualTo("theirs");
  }

  @Test
  void anOldValueThatDoesNotFitItsChecksumIsNotMadeCurrent() {
    written("1", "2");
    fixture.google.spoilChecksum("db");
    assertThat(failure(rollback("1")))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.CHECKSUM));
    assertThat(fixture.google.versions("db")).isEqualTo(2);
  }

  @Test
  void aRollbackLeavesTheMarkAsItIs() {
    Map<String, String> mark = Map.of(Standing.OWNER_TAG, "us/shop/db");
    fixture.google.secrets.putEmpty("db", mark);
    written("1", "2");
    assertThat(value(rollback("1")).id()).isEqualTo("3");
    assertThat(fixture.google.text("db")).isEqualTo("1");
    assertThat(fixture.google.annotations("db")).isEqualTo(mark);
  }

  /** The limits of a store count them. */
  @Test
  void everyRequestBeyondTheFirstIsSaidBefore() {
    IntStream.rangeClosed(1, 2_501).forEach(number -> fixture.google.put("db", "v" + number));
    fixture.google.disable("db");
    AtomicInteger further = new AtomicInteger();
    Call given = fixture.call();
    Call call = new Call(given.session(), given.deadline(), "audit-1", further::incrementAndGet);
    List<Supplier<Outcome<?>>> all =
        List.of(
            () -> history.list("db", call),
            () -> history.undelete("db", "2501", call),
            () -> history.destroy("db", "2500", call),
            () -> history.rollback("db", "1", new Precondition.Any(), call));
    for (Supplier<Outcome<?>> one : all) {
      int before = fixture.google.server().requests().size();
      further.set(0);
      value(one.get());
      assertThat(fixture.google.server().requests()).hasSize(before + 1 + further.get());
    }
  }

  /** Names that the service would take for a version, and that name another one tomorrow. */
  @ParameterizedTest
  @ValueSource(strings = {"latest", "prod", "0", "01", "-1", "1:destroy"})
  void onlyANumberNamesAVersionAndAnythingElseCostsNoRequest(String id) {
    written("1", "2");
    for (Outcome<?> outcome :
        List.of(
            history.undelete("db", id, fixture.call()),
            history.destroy("db", id, fixture.call()),
            rollback(id))) {
      assertThat(failure(outcome))
          .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.FIELD));
    }
    assertThat(fixture.google.server().requests()).isEmpty();
  }

  @Test
  void anAnswerAboutAnotherVersionChangesNothing() {
    written("1", "2");
    fixture.nextJson(
        200,
        "{\"name\":\"projects/1/secrets/db/versions/2\",\"state\":\"ENABLED\",\"etag\":\"\\\"x\\\"\"}");
    assertThat(failure(history.destroy("db", "1", fixture.call())))
        .isEqualTo(Failure.of(FailureClass.InvalidData));
    assertThat(fixture.google.asked(":destroy")).isEmpty();
  }
}
