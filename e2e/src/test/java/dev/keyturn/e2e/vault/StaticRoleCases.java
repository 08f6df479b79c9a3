package dev.keyturn.e2e.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.database.RealPostgres;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.RotateCases;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The Rotate group of the contract on static roles, and what a read of one hands over. */
abstract class StaticRoleCases extends RotateCases {

  /** What all cases of one server share. */
  static final class Servers implements AutoCloseable {
    private final RealVault vault;
    private final RealPostgres postgres;
    private int mounts;

    Servers(Component program, Provision provision) {
      vault = RealVault.start(provision, new VaultOptions(program, false));
      postgres = RealPostgres.start(provision);
    }

    StaticRoleBackend next() {
      mounts++;
      return new StaticRoleBackend(vault, postgres, "static-" + mounts);
    }

    @Override
    public void close() {
      postgres.close();
      vault.close();
    }
  }

  abstract Servers servers();

  @Override
  protected ContractBackend newBackend() {
    return servers().next();
  }

  @Test
  void aReadHandsOverTheLoginAloneAndTheSameEachTime() {
    try (StaticRoleBackend backend = servers().next();
        ProviderClient client = backend.open()) {
      Call call = call(client);
      RemoteRef role = new RemoteRef(backend.rotatable("app"), Optional.empty());
      try (RemoteValue first = value(client.read(role, call));
          RemoteValue second = value(client.read(role, call))) {
        assertThat(first.payload()).isEqualTo(second.payload());
        assertThat(first.version()).isEqualTo(second.version()).isPresent();
        assertThat(first.payload().<String>withText(text -> text))
            .matches("\\{\"password\":\"[^\"]+\",\"username\":\"[a-z0-9_]+\"}");
      }
    }
  }

  @Test
  void aRoleOrAnEngineThatIsNotThereIsNoProofOfDeletion() {
    try (StaticRoleBackend backend = servers().next();
        ProviderClient client = backend.open()) {
      Call call = call(client);
      String there = backend.rotatable("app");
      String absent = there.replace("/fixed-app", "/never");
      assertMissing(client.read(new RemoteRef(absent, Optional.empty()), call));
      assertMissing(
          client
              .rotateNow()
              .orElseThrow()
              .start(new RemoteRef(absent, Optional.of("never")), "id", call));
      // A policy that says nothing of a mount denies it, be it there or not.
      String elsewhere = there.replace("role:", "role:not-");
      assertThat(failure(client.read(new RemoteRef(elsewhere, Optional.empty()), call)).kind())
          .isEqualTo(FailureClass.AccessDenied);
    }
  }

  private static void assertMissing(Outcome<?> outcome) {
    Failure failure = failure(outcome);
    assertThat(failure.kind()).isEqualTo(FailureClass.NotFound);
    assertThat(failure.detail()).isEqualTo(FailureDetail.CONTAINER_MISSING);
  }

  private static Call call(ProviderClient client) {
    Deadline deadline = Deadline.after(Duration.ofSeconds(30));
    Session session = value(client.login(deadline));
    return new Call(session, deadline, "roles");
  }

  private static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T>(T value) -> value;
      case Outcome.Failed<T>(Failure failure) -> throw new AssertionError("failed " + failure);
    };
  }

  private static Failure failure(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Ok<?> ok -> throw new AssertionError("no failure");
      case Outcome.Failed<?>(Failure failure) -> failure;
    };
  }
}
