package dev.keyturn.operator.provider.azure;

import static dev.keyturn.operator.provider.azure.AzureFixture.current;
import static dev.keyturn.operator.provider.azure.AzureFixture.failure;
import static dev.keyturn.operator.provider.azure.AzureFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionInfo.State;
import dev.keyturn.operator.provider.VersionStamp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions of a secret that are told, switched on, recovered and brought back. */
class AzureHistoryTest {
  private static final Map<String, String> MARK = Map.of(Standing.OWNER_TAG, "us/shop/db");

  private final AzureFixture fixture = new AzureFixture();
  private final FakeKeyVault vault = fixture.vault;
  private final ProviderClient client = fixture.client();
  private final Call call = AzureFixture.call(client);
  private final VersionHistory history = client.history().orElseThrow();

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  /** Versions of a second each; the ids, the oldest first. */
  private List<String> written(String... values) {
    for (String value : values) {
      vault.secrets.tick();
      vault.put("db", value);
    }
    return vault.secrets.versions("db");
  }

  private List<VersionInfo> list() {
    return value(history.list("db", call));
  }

  private List<State> states() {
    return list().stream().map(VersionInfo::state).toList();
  }

  private Outcome<VersionStamp> rollback(String to) {
    return history.rollback("db", to, new Precondition.Any(), call);
  }

  private Map<String, String> tags() {
    try (RemoteValue read = value(client.read(current("db"), call))) {
      return read.tags();
    }
  }

  private int requests() {
    return vault.server().requests().size();
  }

  private static void assertLost(Failure failure, FailureDetail detail) {
    assertThat(failure.kind()).isEqualTo(FailureClass.Conflict);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.mayHaveApplied()).isTrue();
  }

  @Test
  void aListOfManyPagesIsWholeAndTheNewestComesFirst() {
    List<String> ids =
        written(IntStream.range(0, 30).mapToObj(Integer::toString).toArray(String[]::new));
    int before = requests();
    List<VersionInfo> all = list();
    assertThat(all.stream().map(info -> info.stamp().id())).isEqualTo(ids.reversed());
    assertThat(all.getFirst().state()).isEqualTo(State.CURRENT);
    assertThat(all.stream().skip(1).map(VersionInfo::state)).containsOnly(State.OLDER);
    assertThat(requests() - before).isEqualTo(2);
  }

  @Test
  void aLinkToAnotherHostIsNotFollowed() {
    written("1");
    vault.nextAnswer(
        200,
        "",
        "{\"value\":[],\"nextLink\":\"https://evil.example/secrets/db/versions?api-version=7.6\"}");
    assertThat(failure(history.list("db", call)))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.HOST));
  }

  @Test
  void aVersionOfAnotherSecretIsNotTold() {
    written("1");
    vault.nextAnswer(
        200,
        "",
        "{\"value\":[{\"id\":\"https://x/secrets/other/1\",\"attributes\":{\"enabled\":true}}]}");
    assertThat(failure(history.list("db", call))).isEqualTo(Failure.of(FailureClass.InvalidData));
  }

  /** A vault tells whole seconds, and sorts by nothing. */
  @Test
  void whichOfOneSecondIsCurrentAReadSays() {
    vault.put("db", "1");
    vault.put("db", "2");
    List<String> ids = vault.secrets.versions("db");
    assertThat(list().getFirst().stamp().id()).isEqualTo(ids.getLast());
    assertThat(states()).containsExactly(State.CURRENT, State.OLDER);
    vault.disable("db");
    assertThat(list().getFirst().stamp().id()).isEqualTo(ids.getLast());
    assertThat(states()).containsExactly(State.DISABLED, State.OLDER);
  }

  @Test
  void whatIsWrittenBetweenTheListAndTheReadIsTheNewestOne() {
    vault.put("db", "1");
    vault.put("db", "2");
    vault.faults.add((request, peer) -> {
      peer.json(
          200,
          vault
              .secrets
              .answer("GET", new String[] {"", "secrets", "db", "versions"}, Map.of(), "")
              .body());
      vault.put("db", "3");
    });
    List<VersionInfo> all = list();
    assertThat(all).hasSize(3);
    assertThat(all.getFirst().stamp().id()).isEqualTo(vault.secrets.versions("db").getLast());
    assertThat(all.stream().map(VersionInfo::state))
        .containsExactly(State.CURRENT, State.OLDER, State.OLDER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeletedSecretTellsTheNewestVersionAndComesBackWithAll(boolean versionShown) {
    List<String> ids = written("1", "2");
    vault.secrets.versionsInDeleted(versionShown);
    vault.delete("db");
    assertThat(states()).containsExactly(State.SOFT_DELETED);
    String id = list().getFirst().stamp().id();
    assertThat(id.equals(ids.getLast())).isEqualTo(versionShown);
    value(history.undelete("db", id, call));
    assertThat(vault.value("db")).contains("2");
    assertThat(states()).containsExactly(State.CURRENT, State.OLDER);
    value(history.undelete("db", id, call));
  }

  @Test
  void aDeletedSecretComesBackForTheNewestVersionAlone() {
    List<String> ids = written("1", "2");
    vault.delete("db");
    for (String id : List.of(ids.getFirst(), "deleted-1")) {
      assertThat(failure(history.undelete("db", id, call)).kind()).isEqualTo(FailureClass.NotFound);
    }
    vault.secrets.versionsInDeleted(false);
    assertThat(failure(history.undelete("db", "deleted-1", call)).kind())
        .isEqualTo(FailureClass.NotFound);
    assertThat(vault.value("db")).isEmpty();
    // It may be one of those that the vault does not name.
    value(history.undelete("db", ids.getFirst(), call));
    assertThat(vault.value("db")).contains("2");
  }

  @Test
  void aRecoveryThatTakesItsTimeIsAConflictUntilItHasEnded() {
    String id = written("1").getLast();
    vault.delete("db");
    vault.secrets.recovering(3);
    assertLost(failure(history.undelete("db", id, call)), FailureDetail.NONE);
    assertThat(failure(history.undelete("db", id, call)).kind()).isEqualTo(FailureClass.Conflict);
    value(history.undelete("db", id, call));
    assertThat(vault.value("db")).contains("1");
  }

  @Test
  void whatWasSwitchedOffBeforeItsDeletionIsRecoveredAndSwitchedOn() {
    String id = written("1").getLast();
    vault.tag("db", MARK);
    vault.disable("db");
    vault.delete("db");
    value(history.undelete("db", id, call));
    assertThat(states()).containsExactly(State.CURRENT);
    assertThat(tags()).isEqualTo(MARK);
  }

  @ParameterizedTest
  @CsvSource({"503, {}, Unavailable", "200, {}, InvalidData", "403, {}, AccessDenied"})
  void aRecoveryThatCannotBeLookedAtMayHaveHappened(int status, String body, FailureClass kind) {
    String id = written("1").getLast();
    vault.delete("db");
    vault.secrets.recovered(() -> vault.nextAnswer(status, "", body));
    Failure failure = failure(history.undelete("db", id, call));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.mayHaveApplied()).isTrue();
    assertThat(vault.value("db")).contains("1");
  }

  @Test
  void noVersionIsDestroyedAndThatCostsNoRequest() {
    String id = written("1").getLast();
    int before = requests();
    assertThat(failure(history.destroy("db", id, call)))
        .isEqualTo(Failure.of(FailureClass.InvalidData));
    assertThat(requests()).isEqualTo(before);
  }

  @Test
  void aRollbackKeepsTheMarkOfNowAndTheTypeOfThen() {
    vault.put("db", "1");
    vault.tag("db", Map.of("of", "then"));
    vault.secrets.contentType("db", "text/plain");
    List<String> ids = written("2");
    vault.tag("db", MARK);
    vault.secrets.contentType("db", "application/json");
    VersionStamp made = value(rollback(ids.getFirst()));
    assertThat(vault.secrets.versions("db").getLast()).isEqualTo(made.id());
    assertThat(vault.value("db")).contains("1");
    assertThat(tags()).isEqualTo(MARK);
    assertThat(vault.secrets.contentType("db")).isEqualTo("text/plain");
  }

  @Test
  void aRollbackReplacesAVersionThatIsSwitchedOffAndDoesNotGoToOne() {
    List<String> ids = written("1", "2");
    vault.tag("db", MARK);
    vault.disable("db");
    VersionStamp made =
        value(
            history.rollback(
                "db", ids.getFirst(), new Precondition.IfVersion(ids.getLast()), call));
    assertThat(tags()).isEqualTo(MARK);
    assertThat(failure(rollback(ids.getLast())).detail()).isEqualTo(FailureDetail.DISABLED);
    assertThat(vault.secrets.versions("db")).hasSize(3).last().isEqualTo(made.id());
  }

  @Test
  void aRollbackWithinASecondIsNoRace() {
    for (String text : List.of("1", "2", "3")) {
      vault.put("db", text);
    }
    value(rollback(vault.secrets.versions("db").getFirst()));
    assertThat(vault.value("db")).contains("1");
  }

  @Test
  void whoWritesBetweenTheListAndTheRollbackIsNotLostAndItIsTold() {
    List<String> ids = written("1", "2");
    vault.secrets.rival(() -> vault.put("db", "theirs"));
    assertLost(failure(rollback(ids.getFirst())), FailureDetail.CAS_MISMATCH);
    assertThat(vault.secrets.versions("db")).hasSize(4);
  }

  @Test
  void aRollbackThatCannotBeComparedMayHaveHappened() {
    List<String> ids = written("1", "2");
    vault.secrets.rival(() -> vault.nextAnswer(503, "", "{}"));
    Failure failure = failure(rollback(ids.getFirst()));
    assertThat(failure.kind()).isEqualTo(FailureClass.Unavailable);
    assertThat(failure.mayHaveApplied()).isTrue();
    assertThat(vault.value("db")).contains("1");
  }

  @Test
  void aDeletedSecretIsNotRolledBack() {
    List<String> ids = written("1", "2");
    vault.delete("db");
    assertThat(failure(rollback(ids.getLast())))
        .isEqualTo(Failure.of(FailureClass.SourceDeleted, FailureDetail.SOFT_DELETED));
    assertThat(failure(rollback(ids.getFirst())).kind()).isEqualTo(FailureClass.NotFound);
    vault.secrets.versionsInDeleted(false);
    assertThat(failure(rollback(ids.getFirst())).detail()).isEqualTo(FailureDetail.SOFT_DELETED);
    assertThat(vault.value("db")).isEmpty();
  }

  /** The limits of a store count them. */
  @Test
  void everyRequestBeyondTheFirstIsSaidBefore() {
    List<String> ids =
        written(IntStream.range(0, 30).mapToObj(Integer::toString).toArray(String[]::new));
    String newest = ids.getLast();
    vault.put("db", "of the same second");
    AtomicInteger further = new AtomicInteger();
    Call counted = new Call(call.session(), call.deadline(), "audit-1", further::incrementAndGet);
    vault.disable("db");
    List<Supplier<Outcome<?>>> all =
        List.of(
            () -> history.list("db", counted),
            () -> history.rollback("db", newest, new Precondition.Any(), counted),
            () -> history.undelete("db", vault.secrets.versions("db").get(30), counted),
            () -> {
              String current = vault.secrets.versions("db").getLast();
              vault.delete("db");
              return history.undelete("db", current, counted);
            });
    for (Supplier<Outcome<?>> one : all) {
      int before = requests();
      further.set(0);
      value(one.get());
      assertThat(requests()).isEqualTo(before + 1 + further.get());
    }
  }

  @Test
  void aSecretThatIsDeletedAfterTheListKeepsItsName() {
    List<String> ids = written("1", "2");
    vault.secrets.rival(() -> vault.delete("db"));
    Failure failure = failure(rollback(ids.getFirst()));
    assertThat(failure.kind()).isEqualTo(FailureClass.Conflict);
    assertThat(failure.mayHaveApplied()).isFalse();
  }
}
