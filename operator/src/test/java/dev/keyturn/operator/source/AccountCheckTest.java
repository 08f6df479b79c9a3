package dev.keyturn.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.engine.tenancy.StoreBounds;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ForwardingClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccountCheckTest {
  private static final StoreBounds ONE =
      new StoreBounds(
          List.of(
              new StoreBounds.Bound(
                  Optional.empty(), Optional.of(Map.of("aws", Set.of("111111111111"))))));
  private static final Failure DENIED = Failure.of(FailureClass.ScopeDenied, FailureDetail.ACCOUNT);

  private final FakeBackend backend = new FakeBackend();

  private ProviderClient client(Outcome<Set<String>> accounts) {
    return new Telling(backend.client(), accounts);
  }

  private static Outcome<Session> login(ProviderClient client) {
    return AccountCheck.of(client, "aws", ONE).login(Deadline.after(Duration.ofSeconds(5)));
  }

  @Test
  void aListedAccountMayLogIn() {
    assertThat(login(client(Outcome.ok(Set.of("111111111111"))))).isInstanceOf(Outcome.Ok.class);
    assertThat(backend.ledger().asked(Operation.REVOKE)).isZero();
  }

  @Test
  void anyOtherLoginIsRevokedAndNotGivenOut() {
    for (Set<String> accounts :
        List.of(Set.of("222222222222"), Set.of("111111111111", "222222222222"), Set.<String>of())) {
      backend.ledger().clear();
      assertThat(login(client(Outcome.ok(accounts)))).isEqualTo(Outcome.failed(DENIED));
      assertThat(backend.ledger().asked(Operation.REVOKE)).isOne();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDenied, ScopeDenied, ACCOUNT",
    "InvalidData, ScopeDenied, ACCOUNT",
    "NotFound, ScopeDenied, ACCOUNT",
    "Unavailable, Unavailable, NONE",
    "Timeout, Timeout, NONE",
    "Throttled, Throttled, NONE"
  })
  void anUnknownAccountIsDeniedAndABackendThatIsAwayIsAskedAgain(
      FailureClass told, FailureClass kind, FailureDetail detail) {
    assertThat(login(client(Outcome.failed(told))))
        .isEqualTo(Outcome.failed(Failure.of(kind, detail)));
    assertThat(backend.ledger().asked(Operation.REVOKE)).isOne();
  }

  @Test
  void noAccountIsAskedForWhereAllAreFree() {
    ProviderClient client = client(Outcome.failed(FailureClass.Internal));
    StoreBounds free =
        new StoreBounds(
            List.of(
                ONE.any().getFirst(),
                new StoreBounds.Bound(
                    Optional.of(List.of("https://vault.example")), Optional.empty())));
    assertThat(AccountCheck.of(client, "aws", free)).isSameAs(client);
  }

  /** A client that knows its accounts. */
  private static final class Telling extends ForwardingClient {
    private final Outcome<Set<String>> accounts;

    Telling(ProviderClient client, Outcome<Set<String>> accounts) {
      super(client);
      this.accounts = accounts;
    }

    @Override
    public Outcome<Set<String>> accounts(Session session, Deadline deadline) {
      return accounts;
    }
  }
}
