package dev.keyturn.operator.provider.testkit;

import static dev.keyturn.operator.provider.FailureClass.AuthFailed;
import static dev.keyturn.operator.provider.FailureClass.InvalidData;
import static dev.keyturn.operator.provider.FailureClass.Throttled;
import static dev.keyturn.operator.provider.FailureClass.Timeout;
import static dev.keyturn.operator.provider.FailureClass.TlsError;
import static dev.keyturn.operator.provider.FailureClass.Unavailable;
import static dev.keyturn.operator.provider.FailureDetail.NONE;
import static dev.keyturn.operator.provider.FailureDetail.REDIRECT_REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the start of a rotation says that met a fault, and that asking for the same one again brings
 * about one rotation and never two. Each case starts one for each request that a start is made of,
 * which meets the fault: once in the backend's place, and, where the fault may as well come after
 * the rotation, once more with a backend that has begun it.
 */
public abstract class RotateFaultCases extends ContractCase {

  @Nested
  class RotateFault {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Detour detour = new Detour();
    private int secrets;

    @ParameterizedTest
    @RetryAfterHeaders
    @Needs({Trait.ROTATE, Trait.WIRE})
    void aThrottledRotationWasNotMadeAndSaysHowLongToWait(String header, String seconds) {
      Optional<Duration> wait = RetryAfterHeaders.Wait.of(seconds);
      for (Failure failure :
          refused(Throttled, NONE, (request, peer) -> peer.answer(429, header + "\r\n", "{}"))) {
        assertThat(failure.retryAfter()).isEqualTo(wait);
      }
    }

    @Test
    @Needs({Trait.ROTATE, Trait.WIRE})
    void aRotationWhoseLoginEndedInItsMiddleWasNotMade() {
      refused(AuthFailed, NONE, (request, peer) -> peer.json(401, "{}"));
    }

    @Test
    @Needs({Trait.ROTATE, Trait.WIRE})
    void whatAProxyDoesNotFindIsNotGoneAndNotRotated() {
      String page = "<html>" + CANARY + "</html>";
      refused(
          Unavailable,
          NONE,
          (request, peer) -> peer.answer(404, "Content-Type: text/html\r\n", page));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @Needs({Trait.ROTATE, Trait.WIRE})
    void aRotationFollowsNoRedirect(int status) {
      try (ScriptedServer elsewhere =
          ScriptedServer.plain((request, peer) -> peer.answer(200, "", "{}"))) {
        String location = "Location: " + elsewhere.uri() + "/latest\r\n";
        refused(
            Unavailable, REDIRECT_REFUSED, (request, peer) -> peer.answer(status, location, "{}"));
        assertThat(elsewhere.connections()).isZero();
      }
    }

    @ParameterizedTest
    @EnumSource
    @Needs({Trait.ROTATE, Trait.WIRE})
    void aStrangerIsNotToldToRotate(WireContract.Certificate certificate) {
      try (ScriptedServer stranger =
          ScriptedServer.tls(
              certificate.context(), (request, peer) -> peer.answer(200, "", "{}"))) {
        meet(new Met(stranger, PATIENCE, false, TlsError, NONE));
        assertThat(stranger.requests()).as("what was sent in spite of it").isEmpty();
      }
    }

    @ParameterizedTest
    @CsvSource({"500, Unavailable", "502, Unavailable", "503, Unavailable", "504, Timeout"})
    @Needs({Trait.ROTATE, Trait.WIRE})
    void anErrorOfTheServerMayComeAfterTheRotation(int status, FailureClass expected) {
      doubted(expected, PATIENCE, (request, peer) -> peer.answer(status, "", CANARY));
    }

    @ParameterizedTest
    @EnumSource
    @Needs({Trait.ROTATE, Trait.WIRE})
    void aRotationWithoutAnAnswerInTimeMayHaveBegun(WireContract.Slow slow) {
      doubted(Timeout, Duration.ofMillis(250), slow);
    }

    @ParameterizedTest
    @EnumSource
    @Needs({Trait.ROTATE, Trait.WIRE})
    void aRotationWhoseReplyIsLostMayHaveBegun(WireContract.Cut cut) {
      doubted(Unavailable, PATIENCE, cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"data\":{\"v\":\"%s", "<html>%s</html>"})
    @Needs({Trait.ROTATE, Trait.WIRE})
    void aSuccessOfSomebodyElseIsNoWordThatItBegan(String form) {
      String body = form.replace("%s", CANARY);
      doubted(InvalidData, PATIENCE, (request, peer) -> peer.json(200, body));
    }

    /** Nobody began the rotation who answers so. */
    private List<Failure> refused(
        FailureClass kind, FailureDetail detail, ScriptedServer.Script answer) {
      try (ScriptedServer server = ScriptedServer.plain(answer)) {
        return meet(new Met(server, PATIENCE, false, kind, detail));
      }
    }

    /** The rotation may have begun before this. */
    private void doubted(FailureClass kind, Duration patience, ScriptedServer.Script answer) {
      try (ScriptedServer server = ScriptedServer.plain(answer)) {
        meet(new Met(server, patience, true, kind, NONE));
      }
    }

    private List<Failure> meet(Met fault) {
      List<Failure> failures = new ArrayList<>();
      try (ProviderClient client = backend().openBehind(detour)) {
        int steps = undisturbed(client);
        for (int step = 1; step <= steps; step++) {
          failures.add(meet(client, step, false, fault));
          if (fault.doubtful()) {
            failures.add(meet(client, step, true, fault));
          }
        }
      } finally {
        detour.close();
      }
      return failures;
    }

    /** Number of requests that a start takes where nothing is in its way. */
    private int undisturbed(ProviderClient client) {
      Run run = new Run(client, rotating().rotatable("run" + ++secrets));
      detour.restart();
      value(run.start());
      int requests = detour.asked().size();
      assertThat(1 + run.further.get()).as("told to the limits of the store").isEqualTo(requests);
      run.isMadeOnce("undisturbed");
      return requests;
    }

    private Failure meet(ProviderClient client, int step, boolean applied, Met fault) {
      String what = "request %d%s".formatted(step, applied ? ", applied" : "");
      Run run = new Run(client, rotating().rotatable("run" + ++secrets));
      int met = fault.server().connections();
      detour.at(step, applied, fault.patience(), fault.server(), WireContract.trust());
      Outcome<RotationTicket> outcome = run.start();
      detour.back();
      assertThat(fault.server().connections()).as("%s met the fault", what).isGreaterThan(met);
      boolean changing = backend().changes(detour.asked().get(step - 1));
      assertThat(run.rotations()).as(what).isEqualTo(applied && changing ? 1 : 0);
      Failure failure = failure(outcome);
      assertThat(failure.kind()).as(what).isEqualTo(fault.kind());
      assertThat(failure.detail()).as(what).isEqualTo(fault.detail());
      assertThat(failure.mayHaveApplied())
          .as("%s may have applied", what)
          .isEqualTo(changing && fault.doubtful());
      assertThat(failure.toString()).doesNotContain(CANARY);
      run.isMadeOnce(what);
      return failure;
    }

    private RotatingBackend rotating() {
      return backend().rotation().orElseThrow();
    }

    /**
     * What a request meets.
     *
     * @param patience of the client for the answer
     * @param doubtful whether the request may have done before what it should
     */
    private record Met(
        ScriptedServer server,
        Duration patience,
        boolean doubtful,
        FailureClass kind,
        FailureDetail detail) {}

    /** One rotation of a secret of its own. */
    private final class Run {
      private final String id = UUID.randomUUID().toString();
      private final AtomicInteger further = new AtomicInteger();
      private final RotateNow rotations;
      private final Session session;
      private final RemoteRef ref;

      Run(ProviderClient client, String key) {
        this.rotations = client.rotateNow().orElseThrow();
        this.session = value(client.login(soon()));
        this.ref = new RemoteRef(key, Optional.of(value(rotations.newest(key, call())).id()));
      }

      private Call call() {
        return new Call(session, soon(), "contract");
      }

      Outcome<RotationTicket> start() {
        return rotations.start(
            ref, id, new Call(session, soon(), "contract", further::incrementAndGet));
      }

      int rotations() {
        return rotating().rotations(ref.key());
      }

      /** Asks for the same one again, as whoever heard nothing does. */
      void isMadeOnce(String what) {
        RotationTicket ticket = value(start());
        if (value(rotations.state(ticket, call())) instanceof RotationState.Pending) {
          rotating().finishRotation(ref.key());
        }
        assertThat(value(rotations.state(ticket, call())))
            .as("%s, brought about", what)
            .isInstanceOf(RotationState.Done.class);
        value(start());
        assertThat(rotations()).as("%s, rotations", what).isOne();
      }
    }
  }
}
