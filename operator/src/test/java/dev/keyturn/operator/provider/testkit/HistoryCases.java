package dev.keyturn.operator.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionHistory.Operation;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionInfo.State;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a backend must keep whose old versions are told and brought back. */
abstract class HistoryCases extends WriteCases {

  @Nested
  @Needs(Trait.VERSION_STATES)
  class History {
    @Test
    void theHistorySaysWhichOperationsItHas() {
      Set<Operation> expected = EnumSet.of(Operation.ROLLBACK);
      if (!backend().lacks().containsKey(Trait.UNDELETE)) {
        expected.add(Operation.UNDELETE);
      }
      if (!backend().lacks().containsKey(Trait.DESTROY)) {
        expected.add(Operation.DESTROY);
      }
      assertThat(history().operations()).isEqualTo(expected);
      boolean refused = !backend().lacks().containsKey(Trait.REFUSED_RACE);
      assertThat(history().condition())
          .isEqualTo(refused ? Writer.Condition.ATOMIC : Writer.Condition.DETECTED);
    }

    @Test
    void anOperationThatItHasNotIsRefusedAndChangesNothing() {
      List<VersionInfo> before = written("1", "2");
      String older = before.getLast().stamp().id();
      if (!history().operations().contains(Operation.UNDELETE)) {
        assertFails(
            history().undelete(key("app"), older, call()),
            FailureClass.InvalidData,
            FailureDetail.NONE);
      }
      if (!history().operations().contains(Operation.DESTROY)) {
        assertFails(
            history().destroy(key("app"), older, call()),
            FailureClass.InvalidData,
            FailureDetail.NONE);
      }
      assertThat(list()).isEqualTo(before);
    }

    @Test
    void theListHasEveryVersionTheNewestFirst() {
      List<VersionInfo> all = written("1", "2", "3");
      assertThat(all.stream().map(VersionInfo::state))
          .containsExactly(State.CURRENT, State.OLDER, State.OLDER);
      assertThat(all.stream().map(info -> info.stamp().id()).distinct()).hasSize(3);
      assertThat(text(pinned(all.getLast()))).isEqualTo(json("1"));
      assertThat(text(pinned(all.get(1)))).isEqualTo(json("2"));
      assertThat(current()).isEqualTo(all.getFirst().stamp().id());
    }

    @Test
    @Needs(Trait.UNDELETE)
    void whatWasDeletedSaysSoAndComesBackWithItsValue() {
      String newest = written("1", "2").getFirst().stamp().id();
      takeAway();
      assertThat(state(newest)).isIn(State.SOFT_DELETED, State.DISABLED);
      assertThat(failure(read(key("app"))).kind()).isEqualTo(FailureClass.SourceDeleted);
      value(history().undelete(key("app"), newest, call()));
      assertThat(text(key("app"))).isEqualTo(json("2"));
      assertThat(current()).isEqualTo(newest);
      assertThat(state(newest)).isEqualTo(State.CURRENT);
      value(history().undelete(key("app"), newest, call()));
      assertThat(list()).hasSize(2);
    }

    @Test
    @Needs(Trait.DESTROY)
    void whatWasDestroyedSaysSoAndIsGoneForGood() {
      List<VersionInfo> all = written("1", "2");
      String older = all.getLast().stamp().id();
      value(history().destroy(key("app"), older, call()));
      assertThat(list().stream().map(VersionInfo::state))
          .containsExactly(State.CURRENT, State.DESTROYED);
      value(history().destroy(key("app"), older, call()));
      assertFails(
          history().undelete(key("app"), older, call()),
          FailureClass.SourceDeleted,
          FailureDetail.DESTROYED);
      assertFails(
          history().rollback(key("app"), older, new Precondition.Any(), call()),
          FailureClass.SourceDeleted,
          FailureDetail.DESTROYED);
      assertThat(text(key("app"))).isEqualTo(json("2"));
      assertFails(
          read(new RemoteRef(key("app"), Optional.of(older)), login()),
          FailureClass.SourceDeleted,
          FailureDetail.DESTROYED);
    }

    @Test
    @Needs({Trait.DESTROY, Trait.UNDELETE})
    void whatWasDeletedCanStillBeDestroyed() {
      String newest = written("1", "2").getFirst().stamp().id();
      takeAway();
      value(history().destroy(key("app"), newest, call()));
      assertThat(state(newest)).isEqualTo(State.DESTROYED);
      assertFails(read(key("app")), FailureClass.SourceDeleted, FailureDetail.DESTROYED);
    }

    @Test
    void aRollbackMakesTheOldValueCurrentAndKeepsTheNewerOne() {
      List<VersionInfo> all = written("1", "2");
      backend().putObject(key("other"), json("3"));
      VersionStamp made = value(rollback(all.getLast(), ifVersion(all.getFirst())));
      assertThat(text(key("app"))).isEqualTo(json("1"));
      assertThat(current()).isEqualTo(made.id());
      assertThat(state(made.id())).isEqualTo(State.CURRENT);
      assertThat(text(pinned(all.getFirst()))).isEqualTo(json("2"));
      assertThat(state(all.getFirst().stamp().id())).isEqualTo(State.OLDER);
      assertThat(text(key("other"))).isEqualTo(json("3"));
    }

    @Test
    void aRollbackOfWhateverIsCurrentLooksFirst() {
      List<VersionInfo> all = written("1", "2", "3");
      value(rollback(all.get(1), new Precondition.Any()));
      assertThat(text(key("app"))).isEqualTo(json("2"));
    }

    @Test
    void aRollbackToWhatIsCurrentChangesNothing() {
      List<VersionInfo> all = written("1", "2");
      assertThat(value(rollback(all.getFirst(), ifVersion(all.getFirst()))).id())
          .isEqualTo(all.getFirst().stamp().id());
      assertThat(list()).isEqualTo(all);
    }

    @Test
    void aRollbackFromAVersionThatIsNotTheNewestAnyMoreIsALostRace() {
      List<VersionInfo> all = written("1", "2", "3");
      assertFails(
          rollback(all.getLast(), ifVersion(all.get(1))),
          FailureClass.Conflict,
          FailureDetail.CAS_MISMATCH);
      assertThat(list()).isEqualTo(all);
    }

    @Test
    @Needs(Trait.REFUSED_RACE)
    void oneOfTwoRollbacksWinsAndTheOtherIsToldSo() {
      List<VersionInfo> all = written("1", "2", "3");
      CompletableFuture<Outcome<VersionStamp>> other =
          CompletableFuture.supplyAsync(() -> rollback(all.getLast(), ifVersion(all.getFirst())));
      Outcome<VersionStamp> own = rollback(all.get(1), ifVersion(all.getFirst()));
      boolean ownWon = own instanceof Outcome.Ok<VersionStamp>;
      Outcome<VersionStamp> lost = ownWon ? other.join() : own;
      assertFails(lost, FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
      other.join();
      assertThat(text(key("app"))).isEqualTo(json(ownWon ? "2" : "1"));
    }

    @Test
    @Needs({Trait.UNDELETE, Trait.HISTORY})
    void aRollbackReplacesADeletedVersionAndDoesNotGoToOne() {
      List<VersionInfo> all = written("1", "2");
      takeAway();
      VersionStamp made = value(rollback(all.getLast(), ifVersion(all.getFirst())));
      assertThat(text(key("app"))).isEqualTo(json("1"));
      assertThat(failure(rollback(all.getFirst(), new Precondition.Any())).kind())
          .isEqualTo(FailureClass.SourceDeleted);
      assertThat(current()).isEqualTo(made.id());
    }

    @Test
    void whatWasNeverWrittenHasNoHistory() {
      backend().putObject(key("other"), json("1"));
      String version = backend().unknownVersion();
      everything(key("never"), version)
          .forEach((name, outcome) -> {
            assertThat(failure(outcome)).as(name).satisfies(this::saysNotFound);
          });
    }

    @Test
    void aVersionThatWasNeverWrittenIsNotFound() {
      List<VersionInfo> all = written("1");
      changes(key("app"), backend().unknownVersion())
          .forEach((name, outcome) -> {
            assertThat(failure(outcome)).as(name).satisfies(this::saysNotFound);
          });
      assertThat(list()).isEqualTo(all);
    }

    @Test
    void anIdThatIsNoneIsRefused() {
      List<VersionInfo> all = written("1");
      for (String id : List.of("", "../1", "no version")) {
        changes(key("app"), id)
            .forEach((name, outcome) -> {
              Failure failure = failure(outcome);
              assertThat(failure.kind()).as(name).isEqualTo(FailureClass.InvalidData);
              assertThat(failure.detail()).as(name).isEqualTo(FailureDetail.FIELD);
              assertThat(failure.mayHaveApplied()).as(name).isFalse();
            });
      }
      assertThat(list()).isEqualTo(all);
    }

    @Test
    void afterItsDeadlineNothingIsDone() {
      List<VersionInfo> all = written("1", "2");
      Call late = new Call(login(), Deadline.after(Duration.ZERO), "contract");
      String older = all.getLast().stamp().id();
      assertFails(history().list(key("app"), late), FailureClass.Timeout, FailureDetail.NONE);
      assertFails(
          history().rollback(key("app"), older, new Precondition.Any(), late),
          FailureClass.Timeout,
          FailureDetail.NONE);
      assertThat(list()).isEqualTo(all);
    }

    private void saysNotFound(Failure failure) {
      assertThat(failure.kind()).isEqualTo(FailureClass.NotFound);
      assertThat(failure.detail()).isEqualTo(FailureDetail.NONE);
      assertThat(failure.mayHaveApplied()).isFalse();
    }

    private Map<String, Outcome<?>> everything(String key, String version) {
      Map<String, Outcome<?>> all = changes(key, version);
      all.put("list", history().list(key, call()));
      return all;
    }

    private Map<String, Outcome<?>> changes(String key, String version) {
      Map<String, Outcome<?>> all = new TreeMap<>();
      if (history().operations().contains(Operation.UNDELETE)) {
        all.put("undelete", history().undelete(key, version, call()));
      }
      if (history().operations().contains(Operation.DESTROY)) {
        all.put("destroy", history().destroy(key, version, call()));
      }
      all.put("rollback", history().rollback(key, version, new Precondition.Any(), call()));
      return all;
    }

    private VersionHistory history() {
      return client().history().orElseThrow();
    }

    private List<VersionInfo> list() {
      return value(history().list(key("app"), call()));
    }

    private List<VersionInfo> written(String... values) {
      for (String text : values) {
        backend().putObject(key("app"), json(text));
      }
      return list();
    }

    private State state(String id) {
      return list().stream()
          .filter(info -> info.stamp().id().equals(id))
          .findFirst()
          .orElseThrow()
          .state();
    }

    private String current() {
      try (RemoteValue read = value(read(key("app")))) {
        return read.version().orElseThrow().id();
      }
    }

    private Outcome<RemoteValue> pinned(VersionInfo info) {
      return read(new RemoteRef(key("app"), Optional.of(info.stamp().id())), login());
    }

    private Outcome<VersionStamp> rollback(VersionInfo to, Precondition precondition) {
      return history().rollback(key("app"), to.stamp().id(), precondition, call());
    }

    private void takeAway() {
      if (backend().lacks().containsKey(Trait.SOFT_DELETE)) {
        backend().disable(key("app"));
      } else {
        backend().softDelete(key("app"));
      }
    }

    private Call call() {
      return new Call(login(), soon(), "contract");
    }
  }

  private static Precondition ifVersion(VersionInfo info) {
    return new Precondition.IfVersion(info.stamp().id());
  }

  private static String json(String text) {
    return "{\"v\":\"" + text + "\"}";
  }
}
