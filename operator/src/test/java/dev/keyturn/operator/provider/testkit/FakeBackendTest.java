package dev.keyturn.operator.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class FakeBackendTest {
  private static final RemoteRef KEY = new RemoteRef("app", Optional.empty());

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final FakeBackend backend = new FakeBackend(now::get);

  @Test
  void anOrderedFaultComesAsOftenAsItWasOrdered() {
    backend.put("app", "value");
    backend.fail(FailureClass.Unavailable, FailureDetail.NONE, 2);
    try (ProviderClient client = backend.client()) {
      Session session = login(client);
      assertThat(kind(read(client, session))).contains(FailureClass.Unavailable);
      assertThat(kind(read(client, session))).contains(FailureClass.Unavailable);
      assertThat(kind(read(client, session))).isEmpty();
    }
  }

  @Test
  void aFaultOfOneKeyLeavesTheOthersAlone() {
    backend.put("app", "value");
    backend.failRead("other", Failure.of(FailureClass.Throttled), 1);
    try (ProviderClient client = backend.client()) {
      assertThat(kind(read(client, login(client)))).isEmpty();
    }
  }

  @Test
  void aReadStandsAtTheGateUntilItIsReleased() {
    backend.put("app", "value");
    try (ProviderClient client = backend.client();
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
        FakeGate gate = backend.gate()) {
      Session session = login(client);
      CompletableFuture<Outcome<RemoteValue>> reading =
          CompletableFuture.supplyAsync(() -> read(client, session), readers);
      await().until(() -> gate.waiting() == 1);
      assertThat(reading.isDone()).isFalse();
      gate.release();
      assertThat(kind(reading.join())).isEmpty();
    }
  }

  @Test
  void aReadAtTheGateEndsWithItsDeadline() {
    backend.put("app", "value");
    try (ProviderClient client = backend.client();
        FakeGate gate = backend.gate()) {
      Call call = new Call(login(client), Deadline.after(Duration.ofMillis(20)), "t");
      assertThat(kind(client.read(KEY, call))).contains(FailureClass.Timeout);
      assertThat(gate.waiting()).isZero();
    }
  }

  @Test
  void aDelayBeyondTheDeadlineIsATimeout() {
    backend.put("app", "value");
    try (ProviderClient client = backend.client()) {
      Session session = login(client);
      backend.delay(Duration.ofHours(1));
      Call call = new Call(session, Deadline.after(Duration.ofMillis(20)), "t");
      assertThat(kind(client.read(KEY, call))).contains(FailureClass.Timeout);
    }
  }

  @Test
  void aSessionEndsWithItsLifetime() {
    backend.put("app", "value");
    backend.sessions(Duration.ofMinutes(5), false);
    try (ProviderClient client = backend.client()) {
      Session session = login(client);
      now.set(session.expires().orElseThrow());
      assertThat(kind(read(client, session))).contains(FailureClass.AuthFailed);
      assertThat(kind(client.renew(session, soon()))).contains(FailureClass.AuthFailed);
    }
  }

  @Test
  void theLedgerCountsWhatEachIdentityAsked() {
    backend.put("app", "value");
    backend.accept("tenant");
    try (ProviderClient client = backend.client("tenant")) {
      Session session = login(client);
      read(client, session);
      read(client, session);
      assertThat(backend.ledger().reads("app")).isEqualTo(2);
      assertThat(backend.ledger().logins()).isEqualTo(1);
      assertThat(backend.ledger().entries())
          .contains(new FakeLedger.Entry(Operation.READ, "app", "tenant"));
      assertThat(backend.openClients()).isEqualTo(1);
    }
    assertThat(backend.openClients()).isZero();
  }

  @Test
  void aSealedBackendSaysSoAtTheProbeAndRefusesTheRest() {
    backend.seal(true);
    try (ProviderClient client = backend.client()) {
      assertThat(kind(client.login(soon()))).contains(FailureClass.Sealed);
      assertThat(client.probe(soon()).map(report -> report.sealed())).isEqualTo(Outcome.ok(true));
    }
  }

  @Test
  void aListThatLagsShowsWhatThereWas() {
    backend.put("app", "value");
    backend.lagLists();
    backend.put("other", "value");
    backend.purge("app");
    try (ProviderClient client = backend.client()) {
      Session session = login(client);
      assertThat(kind(read(client, session))).contains(FailureClass.NotFound);
      assertThat(
              client
                  .lister()
                  .orElseThrow()
                  .list(Lister.Folder.of(""), Optional.empty(), new Call(session, soon(), "t"))
                  .map(Lister.Page::secrets))
          .isEqualTo(Outcome.ok(List.of("app")));
    }
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(15));
  }

  private static Session login(ProviderClient client) {
    return switch (client.login(soon())) {
      case Outcome.Ok<Session>(Session session) -> session;
      case Outcome.Failed<Session>(Failure failure) -> throw new AssertionError(failure.kind());
    };
  }

  private static Outcome<RemoteValue> read(ProviderClient client, Session session) {
    return client.read(KEY, new Call(session, soon(), "t"));
  }

  private static Optional<FailureClass> kind(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Ok<?> ok -> Optional.empty();
      case Outcome.Failed<?>(Failure failure) -> Optional.of(failure.kind());
    };
  }
}
