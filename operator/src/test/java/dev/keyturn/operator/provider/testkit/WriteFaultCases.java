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

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a write says that met a fault, and that a look and a second try bring about what it was to
 * do. Each case makes each change anew for each of its requests, which meets the fault: once in the
 * backend's place, and, where the fault may as well come after the change, once more with a backend
 * that has made it.
 */
abstract class WriteFaultCases extends HistoryCases {

  @Nested
  @Needs({Trait.WRITE, Trait.WIRE})
  class WriteFault {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Detour detour = new Detour();
    private int keys;

    @ParameterizedTest
    @RetryAfterHeaders
    void aThrottledWriteWasNotMadeAndSaysHowLongToWait(String header, String seconds) {
      Optional<Duration> wait = RetryAfterHeaders.Wait.of(seconds);
      for (Failure failure :
          refused(Throttled, NONE, (request, peer) -> peer.answer(429, header + "\r\n", "{}"))) {
        assertThat(failure.retryAfter()).isEqualTo(wait);
      }
    }

    @Test
    void aWriteWhoseLoginEndedInItsMiddleWasNotMade() {
      refused(AuthFailed, NONE, (request, peer) -> peer.json(401, "{}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aWriteFollowsNoRedirect(int status) {
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
    void aWriteToAStrangerIsNotSent(WireContract.Certificate certificate) {
      try (ScriptedServer stranger =
          ScriptedServer.tls(
              certificate.context(), (request, peer) -> peer.answer(200, "", "{}"))) {
        meet(new Fault(stranger, PATIENCE, Time.INSTEAD, Optional.of(TlsError), NONE));
        assertThat(stranger.requests()).as("what was sent in spite of it").isEmpty();
      }
    }

    @ParameterizedTest
    @CsvSource({"500, Unavailable", "502, Unavailable", "503, Unavailable", "504, Timeout"})
    void anErrorOfTheServerMayComeAfterTheWrite(int status, FailureClass expected) {
      doubted(expected, PATIENCE, (request, peer) -> peer.answer(status, "", CANARY));
    }

    @ParameterizedTest
    @EnumSource
    void aWriteWithoutAnAnswerInTimeMayHaveBeenMade(WireContract.Slow slow) {
      doubted(Timeout, Duration.ofMillis(250), slow);
    }

    @ParameterizedTest
    @EnumSource
    void aWriteWhoseReplyIsLostMayHaveBeenMade(WireContract.Cut cut) {
      doubted(Unavailable, PATIENCE, cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"data\":{\"v\":\"%s", "<html>%s</html>"})
    void aSuccessOfSomebodyElseIsNoWordThatItWasMade(String form) {
      String body = form.replace("%s", CANARY);
      doubted(InvalidData, PATIENCE, (request, peer) -> peer.json(200, body));
    }

    /** Where there is nothing to say, some services say it so. */
    @ParameterizedTest
    @CsvSource({"200, ''", "200, {}", "203, {}"})
    void aSuccessThatSaysNothingIsLookedAt(int status, String body) {
      try (ScriptedServer server =
          ScriptedServer.plain((request, peer) -> peer.json(status, body))) {
        meet(new Fault(server, PATIENCE, Time.AFTER, Optional.empty(), NONE));
      }
    }

    @Test
    @Needs({Trait.LOGIN, Trait.REVOCATION})
    void theNextLoginBringsAboutWhatAnEndedOneHadBegun() {
      try (ProviderClient client = backend().openBehind(detour)) {
        for (WriteRun.Change change : WriteRun.Change.of(backend())) {
          int steps = run(client, change).requests(detour);
          for (int step = 1; step <= steps; step++) {
            WriteRun run = run(client, change);
            detour.before(step, backend()::expireSessions);
            Outcome<?> outcome = run.make();
            detour.back();
            String what = "%s, request %d of %d".formatted(change, step, steps);
            assertThat(failure(outcome).kind()).as(what).isEqualTo(AuthFailed);
            new WriteRun(client, run).isBroughtAbout(what);
          }
        }
      } finally {
        detour.close();
      }
    }

    /** Of a key of its own. */
    private WriteRun run(ProviderClient client, WriteRun.Change change) {
      return new WriteRun(backend(), client, change, key("run" + ++keys));
    }

    /** Nobody made the change who answers so. */
    private List<Failure> refused(
        FailureClass kind, FailureDetail detail, ScriptedServer.Script answer) {
      try (ScriptedServer server = ScriptedServer.plain(answer)) {
        return meet(new Fault(server, PATIENCE, Time.INSTEAD, Optional.of(kind), detail));
      }
    }

    /** The change may have been made before this. */
    private void doubted(FailureClass kind, Duration patience, ScriptedServer.Script answer) {
      try (ScriptedServer server = ScriptedServer.plain(answer)) {
        meet(new Fault(server, patience, Time.EITHER, Optional.of(kind), NONE));
      }
    }

    private List<Failure> meet(Fault fault) {
      List<Failure> failures = new ArrayList<>();
      try (ProviderClient client = backend().openBehind(detour)) {
        for (WriteRun.Change change : WriteRun.Change.of(backend())) {
          int steps = run(client, change).requests(detour);
          for (int step = 1; step <= steps; step++) {
            if (fault.time() != Time.AFTER) {
              meet(client, change, step, false, fault).ifPresent(failures::add);
            }
            if (fault.time() != Time.INSTEAD) {
              meet(client, change, step, true, fault).ifPresent(failures::add);
            }
          }
        }
      } finally {
        detour.close();
      }
      assertThat(failures).isNotEmpty();
      return failures;
    }

    private Optional<Failure> meet(
        ProviderClient client, WriteRun.Change change, int step, boolean applied, Fault fault) {
      String what = "%s, request %d%s".formatted(change, step, applied ? ", applied" : "");
      WriteRun run = run(client, change);
      WriteRun.Seen before = run.look();
      TlsTrust trust = WireContract.trust();
      int met = fault.server().connections();
      detour.at(step, applied, fault.patience(), fault.server(), trust);
      Outcome<?> outcome = run.make();
      detour.back();
      assertThat(fault.server().connections()).as("%s met the fault", what).isGreaterThan(met);
      List<Boolean> changing = detour.asked().stream().map(backend()::changes).toList();
      WriteRun.Seen after = run.look();
      run.isBroughtAbout(what);
      return switch (outcome) {
        case Outcome.Ok<?> made -> {
          assertThat(run.isMade(after)).as("%s, said to be made", what).isTrue();
          yield Optional.empty();
        }
        case Outcome.Failed<?>(Failure failure) -> {
          fault
              .kind()
              .ifPresent(kind -> {
                assertThat(failure.kind()).as(what).isEqualTo(kind);
                assertThat(failure.detail()).as(what).isEqualTo(fault.detail());
              });
          assertThat(failure.toString()).doesNotContain(CANARY);
          boolean begun = changing.subList(0, step - 1).contains(true);
          boolean doubtful = fault.time() != Time.INSTEAD && changing.get(step - 1);
          if (doubtful || !after.equals(before)) {
            assertThat(failure.mayHaveApplied()).as("%s may have applied", what).isTrue();
          } else if (!begun) {
            assertThat(failure.mayHaveApplied()).as("%s may have applied", what).isFalse();
          }
          yield Optional.of(failure);
        }
      };
    }

    /**
     * What a request meets.
     *
     * @param patience of the client for the answer
     * @param kind what the client makes of it; empty where that may be anything but a success that
     *     is none
     */
    private record Fault(
        ScriptedServer server,
        Duration patience,
        Time time,
        Optional<FailureClass> kind,
        FailureDetail detail) {}

    /** Whether a request that meets a fault has done before what it should. */
    private enum Time {
      INSTEAD,
      AFTER,
      EITHER
    }
  }
}
