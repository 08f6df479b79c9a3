package dev.keyturn.operator.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import dev.keyturn.operator.provider.VersionStamp;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What a backend must keep that rotates a secret when it is told to: the Rotate group of the
 * contract. A backend that can do nothing else for the tests extends this class alone.
 */
public abstract class RotateCases extends RotateFaultCases {

  @Nested
  class Rotate {
    private final String id = UUID.randomUUID().toString();

    @Test
    void aClientOffersRotationsWhereItsBackendMakesThem() {
      assertThat(client().rotateNow().isPresent()).isEqualTo(backend().offersRotation());
    }

    @Test
    @Needs(Trait.ROTATE)
    void aRotationThatIsDoneNamesTheVersionThatIsReadThen() {
      String key = rotating().rotatable("app");
      String before = text(key);
      RotationTicket ticket = value(start(ref(key), id));
      rotating().finishRotation(key);
      VersionStamp made = done(ticket);
      try (RemoteValue read = value(read(key))) {
        assertThat(read.version().map(VersionStamp::id)).contains(made.id());
      }
      assertThat(Optional.of(made.id())).isNotEqualTo(ticket.ref().version());
      assertThat(text(key)).isNotEqualTo(before);
    }

    @Test
    @Needs(Trait.ROTATE)
    void theNewestVersionIsToldWithoutItsValue() {
      String key = rotating().rotatable("app");
      VersionStamp newest = value(client().rotateNow().orElseThrow().newest(key, call()));
      assertThat(Optional.of(newest.id())).isEqualTo(ref(key).version());
    }

    @Test
    @Needs({Trait.ROTATE, Trait.SLOW_ROTATION})
    void aRotationUnderWayIsPendingAndKeepsTheOldValue() {
      String key = rotating().rotatable("app");
      String before = text(key);
      RotationTicket ticket = value(start(ref(key), id));
      assertThat(state(ticket)).isEqualTo(new RotationState.Pending());
      assertThat(text(key)).isEqualTo(before);
    }

    @Test
    @Needs({Trait.ROTATE, Trait.SLOW_ROTATION})
    void anotherRotationUnderWayIsAConflictAndGoesOn() {
      String key = rotating().rotatable("app");
      RotationTicket first = value(start(ref(key), id));
      assertFails(
          start(ref(key), UUID.randomUUID().toString()), FailureClass.Conflict, FailureDetail.NONE);
      rotating().finishRotation(key);
      done(first);
      assertThat(rotating().rotations(key)).isOne();
    }

    @Test
    @Needs(Trait.ROTATE)
    void aRotationThatIsAskedForAgainIsMadeOnce() {
      String key = rotating().rotatable("app");
      RemoteRef replaced = ref(key);
      value(start(replaced, id));
      RotationTicket again = value(start(replaced, id));
      rotating().finishRotation(key);
      RotationTicket late = value(start(replaced, id));
      assertThat(done(again)).isEqualTo(done(late));
      assertThat(rotating().rotations(key)).isOne();
    }

    @Test
    @Needs(Trait.ROTATE)
    void aTicketOutlivesItsClient() {
      String key = rotating().rotatable("app");
      RotationTicket ticket = value(start(ref(key), id));
      rotating().finishRotation(key);
      try (ProviderClient next = backend().open()) {
        Call call = new Call(value(next.login(soon())), soon(), "contract");
        assertThat(value(next.rotateNow().orElseThrow().state(ticket, call)))
            .isEqualTo(new RotationState.Done(done(ticket)));
      }
    }

    @Test
    @Needs(Trait.ROTATE)
    void aVersionThatIsNotTheNewestAnyMoreIsNotReplacedAgain() {
      String key = rotating().rotatable("app");
      RemoteRef replaced = ref(key);
      value(start(replaced, id));
      rotating().finishRotation(key);
      if (start(replaced, UUID.randomUUID().toString())
          instanceof Outcome.Failed<RotationTicket>(Failure failure)) {
        assertThat(failure).isEqualTo(failureOf(FailureDetail.CAS_MISMATCH));
      }
      assertThat(rotating().rotations(key)).isOne();
    }

    private static Failure failureOf(FailureDetail detail) {
      return Failure.of(FailureClass.Conflict, detail);
    }

    @Test
    @Needs(Trait.ROTATE)
    void aRotationThatFailedSaysSoAndTheNextOneWorks() {
      String key = rotating().rotatable("app");
      rotating().failRotations(key, true);
      String before = text(key);
      if (start(ref(key), id) instanceof Outcome.Ok<RotationTicket>(RotationTicket ticket)) {
        assertThat(state(ticket)).isEqualTo(new RotationState.Failed());
      }
      assertThat(text(key)).isEqualTo(before);
      rotating().failRotations(key, false);
      RotationTicket next = value(start(ref(key), UUID.randomUUID().toString()));
      rotating().finishRotation(key);
      done(next);
      assertThat(text(key)).isNotEqualTo(before);
    }

    @Test
    @Needs(Trait.ROTATE)
    void whatTheBackendWasNotToldToRotateIsNotRotated() {
      backend().putObject(key("plain"), "{\"v\":\"1\"}");
      Failure failure =
          failure(start(new RemoteRef(key("plain"), Optional.of("1".repeat(32))), id));
      assertThat(failure.kind()).isIn(FailureClass.InvalidData, FailureClass.NotFound);
      assertThat(failure.mayHaveApplied()).isFalse();
      assertThat(text(key("plain"))).isEqualTo("{\"v\":\"1\"}");
    }

    @Test
    @Needs(Trait.ROTATE)
    void aRotationAfterItsDeadlineIsATimeoutAndNotMade() {
      String key = rotating().rotatable("app");
      Call late = new Call(login(), Deadline.after(Duration.ZERO), "contract");
      assertFails(
          client().rotateNow().orElseThrow().start(ref(key), id, late),
          FailureClass.Timeout,
          FailureDetail.NONE);
      assertThat(rotating().rotations(key)).isZero();
    }

    private RotatingBackend rotating() {
      return backend().rotation().orElseThrow();
    }

    /** The secret with the version that it has now. */
    private RemoteRef ref(String key) {
      try (RemoteValue read = value(read(key))) {
        return new RemoteRef(key, read.version().map(VersionStamp::id));
      }
    }

    private Outcome<RotationTicket> start(RemoteRef ref, String rotationId) {
      return client().rotateNow().orElseThrow().start(ref, rotationId, call());
    }

    private RotationState state(RotationTicket ticket) {
      return value(client().rotateNow().orElseThrow().state(ticket, call()));
    }

    private VersionStamp done(RotationTicket ticket) {
      return ((RotationState.Done) state(ticket)).version();
    }

    private Call call() {
      return new Call(login(), soon(), "contract");
    }
  }
}
