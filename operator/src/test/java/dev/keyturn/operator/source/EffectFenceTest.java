package dev.keyturn.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.LeaseRequest;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that acts no more, between two calls that belong together. */
class EffectFenceTest {
  private final SourceFixture source = new SourceFixture();
  private final Connection connection = source.connection(Duration.ZERO);

  @AfterEach
  void close() {
    connection.close();
  }

  private static Decision.Allowed granted(String path) {
    return new Decision.Allowed(
        new StoreIdentity(StoreKind.SecretStore, "store"),
        ((RemotePath.Canonical.Ok) RemotePath.canonical(path)).path(),
        Optional.empty());
  }

  private static LeaseRequest wish() {
    return new LeaseRequest("db/creds/app", LeaseRequest.Method.GET, Map.of());
  }

  private Outcome<VersionStamp> write() {
    return connection
        .writes()
        .run(
            granted("app"),
            "write",
            (writer, key, call) -> {
              try (SecretBytes payload = SecretBytes.ofText("{}")) {
                return writer.createIfAbsent(key, payload, call);
              }
            },
            source.lease())
        .orElseThrow();
  }

  private Outcome<Done> tag() {
    return connection
        .writes()
        .run(
            granted("app"),
            "write",
            (writer, key, call) -> writer.tag(key, Map.of(), call),
            source.lease())
        .orElseThrow();
  }

  private static void assertRefused(Outcome<?> outcome) {
    assertThat(outcome).isEqualTo(Outcome.failed(FailureClass.Unavailable));
  }

  @Test
  void nothingIsWrittenAfterTheFenceClosedBetweenTwoWrites() {
    assertThat(write()).isInstanceOf(Outcome.Ok.class);
    source.mayAct.set(false);
    assertRefused(tag());
    assertThat(source.backend.ledger().writes()).isOne();
  }

  /** The login is a call of its own, and takes its time. */
  @Test
  void nothingIsWrittenWhereTheFenceClosesDuringTheLogin() {
    source.fenceClosesAtLogin.set(true);
    assertRefused(write());
    assertThat(source.backend.ledger().writes()).isZero();
    assertThat(source.storeFailures).isEmpty();
  }

  @Test
  void noLeaseIsMadeProlongedOrEnded() {
    LeaseDesk leases = connection.leases();
    Decision.Allowed granted = granted("dynamic:db/creds/app");
    LeaseDesk.Issued issued =
        ((Outcome.Ok<LeaseDesk.Issued>) leases.issue(granted, "shop/app", wish(), source.lease()))
            .value();
    issued.payload().close();
    source.mayAct.set(false);
    assertRefused(leases.issue(granted, "shop/app", wish(), source.lease()));
    assertRefused(
        leases.renew(granted, "db/creds/app", "shop/app", issued.lease(), source.lease()));
    assertRefused(leases.revoke(issued.lease().id(), source.lease()));
    assertThat(leases.lookup(issued.lease().id(), source.lease())).isInstanceOf(Outcome.Ok.class);
    assertThat(source.backend.ledger().asked(Operation.ISSUE)).isOne();
    assertThat(source.backend.ledger().asked(Operation.RENEW_LEASE)).isZero();
    assertThat(source.backend.ledger().asked(Operation.REVOKE_LEASE)).isZero();
  }
}
