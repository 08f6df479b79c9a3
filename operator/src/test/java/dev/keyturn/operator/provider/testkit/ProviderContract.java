package dev.keyturn.operator.provider.testkit;

import static dev.keyturn.operator.provider.FailureClass.AccessDenied;
import static dev.keyturn.operator.provider.FailureClass.AuthFailed;
import static dev.keyturn.operator.provider.FailureClass.NotFound;
import static dev.keyturn.operator.provider.FailureClass.SourceDeleted;
import static dev.keyturn.operator.provider.FailureClass.Timeout;
import static dev.keyturn.operator.provider.FailureClass.Unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import dev.keyturn.proof.CannotOccur;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.OnBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every backend must keep, whatever its protocol. A backend's test extends this class and
 * hands over its {@link ContractBackend}.
 */
public abstract class ProviderContract extends CostCases {

  @Nested
  class Missing {
    @Fault("V8")
    @Test
    @Needs(Trait.ABSENCE)
    void aKeyThatWasNeverWrittenIsNotFound() {
      backend().putObject(key("other"), "{\"v\":\"1\"}");
      assertFails(read(key("never")), NotFound, FailureDetail.NONE);
    }

    @Fault("V8")
    @Test
    @Needs(Trait.ABSENCE)
    void aKeyThatWasRemovedIsNotFound() {
      backend().putObject(key("other"), "{\"v\":\"1\"}");
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().remove(key("app"));
      assertFails(read(key("app")), NotFound, FailureDetail.NONE);
    }

    @Fault("V10")
    @Test
    @Needs(Trait.SOFT_DELETE)
    void aSoftDeletedVersionSaysSo() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().softDelete(key("app"));
      assertFails(read(key("app")), SourceDeleted, FailureDetail.SOFT_DELETED);
    }

    @Fault("V10")
    @Test
    @Needs(Trait.DESTROY)
    void aDestroyedVersionSaysSo() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().destroy(key("app"));
      assertFails(read(key("app")), SourceDeleted, FailureDetail.DESTROYED);
    }

    @Test
    @Needs({Trait.SOFT_DELETE, Trait.HISTORY})
    void anOlderVersionOutlivesADeletedNewest() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().putObject(key("app"), "{\"v\":\"2\"}");
      backend().softDelete(key("app"));
      RemoteRef first = new RemoteRef(key("app"), Optional.of("1"));
      assertThat(text(read(first, login()))).isEqualTo("{\"v\":\"1\"}");
    }

    @Fault("V10")
    @Test
    @Needs(Trait.DISABLE)
    void aDisabledVersionIsNoProofOfDeletion() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().disable(key("app"));
      assertFails(read(key("app")), SourceDeleted, FailureDetail.DISABLED);
    }

    @Fault("V9")
    @Test
    @Needs(Trait.CONTAINER)
    void aLostContainerIsNoProofOfDeletion() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().loseContainer();
      assertFails(read(key("app")), NotFound, FailureDetail.CONTAINER_MISSING);
    }

    @Test
    @Needs(Trait.HISTORY)
    void aVersionThatWasNeverWrittenIsNotFound() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      RemoteRef pinned = new RemoteRef(key("app"), Optional.of("99"));
      assertFails(read(pinned, login()), NotFound, FailureDetail.NONE);
    }

    @Test
    void aKeyWrittenAgainAfterItsRemovalIsRead() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().putObject(key("app"), "{\"v\":\"2\"}");
      backend().remove(key("app"));
      backend().putObject(key("app"), "{\"v\":\"3\"}");
      assertThat(text(key("app"))).isEqualTo("{\"v\":\"3\"}");
    }
  }

  @Nested
  class Auth {
    @Test
    void aLoginIsNamedWhereThereIsOne() {
      boolean none = backend().lacks().containsKey(Trait.LOGIN);
      assertThat(client().loginMethod().equals("none")).isEqualTo(none);
    }

    @Test
    void aSessionSaysWhichAccountsItReaches() {
      Optional<Set<String>> accounts = backend().accounts();
      assumeThat(accounts).as("the backend's accounts").isPresent();
      assertThat(value(client().accounts(login(), soon()))).isEqualTo(accounts.orElseThrow());
    }

    @Test
    @Needs(Trait.LOGIN)
    void aWrongCredentialIsAuthFailed() {
      try (ProviderClient wrong = backend().openWithWrongCredential()) {
        assertThat(failure(wrong.login(soon())).kind()).isEqualTo(AuthFailed);
      }
    }

    @Fault("V6")
    @Test
    @Needs({Trait.LOGIN, Trait.REVOCATION})
    void anExpiredSessionIsAuthFailedUntilTheNextLogin() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      RemoteRef ref = new RemoteRef(key("app"), Optional.empty());
      Session session = login();
      backend().expireSessions();
      assertThat(failure(read(ref, session)).kind()).isEqualTo(AuthFailed);
      assertThat(text(read(ref, login()))).isEqualTo("{\"v\":\"1\"}");
    }

    @Test
    @Needs(Trait.RENEWAL)
    void aRenewedSessionStillReads() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      Session first = login();
      assertThat(first.renewable()).isTrue();
      Session renewed = value(client().renew(first, soon()));
      assertThat(text(read(new RemoteRef(key("app"), Optional.empty()), renewed)))
          .isEqualTo("{\"v\":\"1\"}");
    }

    @Test
    @Needs({Trait.LOGIN, Trait.REVOCATION})
    void aRevokedSessionReadsNoMore() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      Session session = login();
      assertThat(session.ownedByUs()).isTrue();
      value(client().revoke(session, soon()));
      RemoteRef ref = new RemoteRef(key("app"), Optional.empty());
      assertThat(failure(read(ref, session)).kind()).isEqualTo(AuthFailed);
    }

    @Fault("V5")
    @Test
    @Needs(Trait.RIGHTS)
    void aForbiddenPathIsAccessDeniedAndTheOthersStayOpen() {
      backend().putObject(key("open"), "{\"v\":\"1\"}");
      backend().putObject(key("closed"), "{\"v\":\"2\"}");
      backend().deny(key("closed"));
      assertThat(failure(read(key("closed"))).kind()).isEqualTo(AccessDenied);
      assertThat(text(key("open"))).isEqualTo("{\"v\":\"1\"}");
    }

    @Fault("V7")
    @Test
    @Needs({Trait.WIRE, Trait.WIRE_LOGIN})
    void aLoginThatIsDownIsNoRefusal() {
      try (ScriptedServer server =
              ScriptedServer.plain((request, peer) -> peer.answer(503, "", CANARY));
          Detour detour = new Detour();
          ProviderClient client = backend().openBehind(detour)) {
        detour.to(server, TlsTrust.system());
        assertFails(client.login(soon()), Unavailable, FailureDetail.NONE);
        assertThat(server.requests()).isNotEmpty();
      }
    }

    @Test
    void theProbeAnswers() {
      assertThat(value(client().probe(soon())).sealed()).isFalse();
    }

    @Test
    void aDeadlineThatHasPassedIsATimeout() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      Call late = new Call(login(), Deadline.after(Duration.ZERO), "contract");
      assertFails(
          client().read(new RemoteRef(key("app"), Optional.empty()), late),
          Timeout,
          FailureDetail.NONE);
    }
  }

  @Nested
  @Needs(Trait.WIRE)
  class Wire extends WireContract {
    @Override
    protected ProviderClient openBehind(Detour detour) {
      return backend().openBehind(detour);
    }

    @Override
    protected String key(String name) {
      return backend().key(name);
    }

    @Override
    protected Map<String, TokenRequest> tokenRequests() {
      return backend().tokenRequests();
    }

    @Override
    protected Map<String, RemoteRef> rotated() {
      return backend().rotated();
    }

    @Override
    protected String version() {
      return backend().version();
    }

    @Override
    protected Map<String, String> unasked() {
      return backend().unasked();
    }

    @Override
    protected Set<String> answeredBy(int status) {
      return backend().answeredBy(status);
    }

    @Fault("V14")
    @Test
    void afterAFaultTheSameClientReadsOn() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      RemoteRef ref = new RemoteRef(key("app"), Optional.empty());
      try (ScriptedServer server = ScriptedServer.plain(Cut.RESET_IN_THE_BODY);
          Detour detour = new Detour();
          ProviderClient client = openBehind(detour)) {
        Call call = new Call(value(client.login(soon())), soon(), "contract");
        detour.to(server, TlsTrust.system());
        assertFails(client.read(ref, call), Unavailable, FailureDetail.NONE);
        detour.back();
        assertThat(text(client.read(ref, call))).isEqualTo("{\"v\":\"1\"}");
      }
    }
  }

  @Nested
  class Config {
    @Test
    void theTableOfFaultsSaysWhichOfThemItsCasesDoNotShow() {
      Class<?> own = ProviderContract.this.getClass();
      Optional<OnBackend> column = Stream.of(own.getAnnotationsByType(OnBackend.class)).findFirst();
      assumeThat(column).as("a class that fills a column").isPresent();
      FaultRows rows = FaultRows.of(own);
      Set<String> explained =
          Stream.of(own.getAnnotationsByType(CannotOccur.class))
              .flatMap(reason -> Stream.of(reason.value()))
              .filter(rows.all()::contains)
              .collect(Collectors.toCollection(TreeSet::new));
      explained.addAll(List.of(column.orElseThrow().leaves()));
      assertThat(explained).isEqualTo(rows.withoutCase(backend().lacks().keySet()));
    }

    @Test
    void capabilitiesAreThoseOfTheFacets() {
      assertThat(client().capabilities())
          .isEqualTo(
              client().writer().isPresent() ? Capabilities.ReadWrite : Capabilities.ReadOnly);
    }

    /** A facet that nobody declares away is shown by its cases; one that is, has none. */
    @ParameterizedTest
    @EnumSource
    void aFacetIsThereOrDeclaredAway(Facet facet) {
      boolean lacking = backend().lacks().containsKey(facet.trait);
      boolean elsewhere = backend().shownElsewhere().contains(facet.trait);
      assertThat(facet.isOf(client())).isEqualTo(!lacking || elsewhere);
    }

    /** What not every client offers, and the trait of the cases that show it. */
    private enum Facet {
      WRITER(Trait.WRITE, client -> client.writer().isPresent()),
      LISTER(Trait.LIST, client -> client.lister().isPresent()),
      BATCHES(Trait.BATCH, client -> client.batches().isPresent()),
      VERSIONS(
          Trait.VERSION_ALONE,
          client -> client.versions().isPresent() || client.versionLists().isPresent()),
      HISTORY(Trait.VERSION_STATES, client -> client.history().isPresent()),
      LEASES(Trait.LEASE, client -> client.leases().isPresent());

      private final Trait trait;
      private final Predicate<ProviderClient> there;

      Facet(Trait trait, Predicate<ProviderClient> there) {
        this.trait = trait;
        this.there = there;
      }

      boolean isOf(ProviderClient client) {
        return there.test(client);
      }
    }

    @TestFactory
    Stream<DynamicTest> aConfigurationThatCannotWorkIsRefused() {
      return backend().refusedConfigs().stream()
          .map(refused ->
              DynamicTest.dynamicTest(
                  refused.name(),
                  () -> {
                    assertThat(refused.problems())
                        .anySatisfy(problem -> {
                          assertThat(problem.field()).isEqualTo(refused.field());
                          assertThat(problem.detail()).isEqualTo(refused.detail());
                        });
                    assertThat(refused.problems().toString()).doesNotContain(CANARY);
                  }));
    }
  }
}
