package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.tenancy.OwnStoreDecision;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.credential.AuthSecretReader;
import dev.keyturn.operator.kube.credential.ReferencedObjects;
import dev.keyturn.operator.kube.credential.ServiceAccountTokens;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ForwardingClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.source.ConnectionPool;
import dev.keyturn.operator.source.SourceListener;
import dev.keyturn.operator.source.SourceObserver;
import dev.keyturn.operator.source.guard.Admission;
import dev.keyturn.operator.source.guard.BackendHealth;
import dev.keyturn.operator.source.guard.StoreGuard;
import dev.keyturn.operator.source.http.BackendNetwork;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.HostLookup;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the backend says of the configuration decides over a store whose login works. */
class StoreProbeTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final ConfigProblem WRONG =
      new ConfigProblem("provider.vault.version", FailureDetail.FIELD, "is wrong");
  private static final Problem INVALID =
      Problem.of(ErrorClass.ConfigInvalid, Detail.FIELD, "spec.provider.vault.version is wrong");

  private final FakeBackend backend = new FakeBackend();
  private final Deque<Outcome<List<ConfigProblem>>> verdicts = new ArrayDeque<>();
  private final KubernetesClient kubernetes =
      new KubernetesClientBuilder().withConfig(Config.empty()).build();
  private final ApiServer api = new ApiServer(kubernetes, Duration.ofSeconds(1));
  private final ReferencedObjects<StoreKey> references =
      new ReferencedObjects<>(kubernetes, api, CLOCK);
  private final AuthSecretReader credentials =
      new AuthSecretReader(api, references, System::nanoTime);
  private final AtomicLong time = new AtomicLong();
  private final ConnectionPool pool =
      new ConnectionPool(
          new Deaf(), SourceObserver.none(), CLOCK, time::get, (store, wait) -> {}, () -> true);
  private final StoreConnections connections =
      new StoreConnections(
          new ProviderConfigs(new AnyReader()),
          credentials,
          references,
          new ServiceAccountTokens(api),
          new BackendNetwork(EndpointPolicy.of(List.of(), Set.of()), HostLookup.ofTheSystem()),
          store -> new OwnStoreDecision.Open(),
          pool);
  private final StoreProbe probe = new StoreProbe(connections);
  private final RememberedProbes probes = new RememberedProbes(connections);

  @AfterEach
  void close() {
    pool.close();
    credentials.close();
    references.close();
    kubernetes.close();
  }

  private StoreHealth probe() {
    return probe(null);
  }

  private StoreHealth probe(@Nullable String access) {
    return probe.probe(store(access));
  }

  private static SecretStore store(@Nullable String access) {
    SecretStore store = new SecretStore();
    store.setMetadata(
        new ObjectMetaBuilder()
            .withName("vault")
            .withNamespace("shop")
            .withUid("u")
            .withGeneration(1L)
            .build());
    store.setSpec(
        new SecretStoreSpec(
            new StoreProvider(null, null, null, null, null, null, null, null, null, null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            access,
            null));
    return store;
  }

  @Test
  void aStoreWithoutAProblemIsValid() {
    verdicts.add(Outcome.ok(List.of()));

    assertThat(probe()).isInstanceOf(StoreHealth.Valid.class);
  }

  @ParameterizedTest
  @CsvSource({"ReadOnly, ReadOnly", "WriteOnly, WriteOnly", "ReadWrite, ReadWrite"})
  void theCapabilitiesAreThoseThatTheStoreLeavesToItsSyncs(String access, String capabilities) {
    verdicts.add(Outcome.ok(List.of()));

    assertThat(probe(access))
        .isInstanceOfSatisfying(
            StoreHealth.Valid.class,
            valid -> assertThat(valid.capabilities()).hasToString(capabilities));
  }

  @Test
  void aProblemThatTheBackendKnowsMakesTheConfigurationInvalid() {
    verdicts.add(Outcome.ok(List.of(WRONG)));

    assertThat(probe()).isEqualTo(new StoreHealth.Contradicted(INVALID, Optional.of("fake")));
  }

  @Test
  void suchAStoreServesNoSyncAndSaysThatTheLoginWorks() {
    SecretStoreStatus status =
        new StoreStatusFactory()
            .make(
                StoreStatusFactory.NOTHING,
                1,
                "vault",
                0,
                new StoreHealth.Contradicted(INVALID, Optional.of("1.21.1")),
                Instant.EPOCH);

    assertThat(StoreDirectory.canServe(store(null), Optional.of(status))).isFalse();
    assertThat(status.serverVersion()).isEqualTo("1.21.1");
    assertThat(status.conditions())
        .extracting(Condition::type, Condition::status, Condition::reason)
        .containsExactlyInAnyOrder(
            tuple(Condition.READY, "False", "ConfigInvalid"),
            tuple(Condition.REACHABLE, "True", "Answered"),
            tuple(Condition.AUTHENTICATED, "True", "LoggedIn"),
            tuple(Condition.RECONCILING, "False", "Settled"),
            tuple(Condition.STALLED, "True", "ConfigInvalid"));
  }

  @ParameterizedTest
  @EnumSource(names = {"Unavailable", "Sealed", "Timeout", "TlsError", "Internal"})
  void aBackendThatCannotAnswerIsUnreachable(FailureClass kind) {
    verdicts.add(Outcome.failed(kind));

    assertThat(probe())
        .isEqualTo(
            new StoreHealth.Unreachable(
                kind, Problem.of(ErrorClass.valueOf(kind.name()), "vault"), Optional.of("fake")));
  }

  @Test
  void aLoginThatEndedMeanwhileIsMadeAnew() {
    verdicts.add(Outcome.failed(FailureClass.AuthFailed));
    verdicts.add(Outcome.ok(List.of(WRONG)));

    assertThat(probe()).isEqualTo(new StoreHealth.Contradicted(INVALID, Optional.of("fake")));
    assertThat(backend.ledger().logins()).isEqualTo(2);
  }

  @Test
  void aLoginThatIsRefusedAgainRefusesTheStore() {
    verdicts.add(Outcome.failed(FailureClass.AuthFailed));
    verdicts.add(Outcome.failed(FailureClass.AuthFailed));

    assertThat(probe())
        .isEqualTo(
            new StoreHealth.Refused(
                FailureClass.AuthFailed,
                Problem.of(ErrorClass.AuthFailed, "vault"),
                Optional.of("fake")));
  }

  @Test
  void nothingIsVerifiedWithoutALogin() {
    backend.reject("good");

    assertThat(probe()).isInstanceOf(StoreHealth.Refused.class);
    assertThat(backend.ledger().logins()).isEqualTo(1);
  }

  @Test
  void aBusyBackendPausesTheStoreAndIsNoOutage() {
    verdicts.add(
        Outcome.failed(
            Failure.of(FailureClass.Throttled).withRetryAfter(Optional.of(Duration.ofMinutes(2)))));

    RememberedProbes.Look look = probes.look(store(null), true);

    assertThat(look.health())
        .isInstanceOfSatisfying(
            StoreHealth.Undecided.class,
            undecided -> assertThat(undecided.pause()).contains(Duration.ofMinutes(2)));
    assertThat(connections.guard(store(null)).admit("shop/a", 1, 0))
        .isEqualTo(new Admission.Shut(FailureClass.Throttled));
    assertThat(connections.guard(store(null)).isShut()).isFalse();
    assertThat(probes.next(store(null), look, Duration.ofSeconds(15)))
        .isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @EnumSource(names = {"Unavailable", "Timeout"})
  void aTrustedStoreIsAskedASecondTimeBeforeItIsDown(FailureClass kind) {
    verdicts.add(Outcome.failed(kind));
    verdicts.add(Outcome.failed(kind));

    assertThat(wait(look(true), Duration.ofMinutes(5))).isEqualTo(Duration.ofSeconds(2));
    assertThat(look(true).asked()).isFalse();
    time.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(look(true).health()).isInstanceOf(StoreHealth.Unreachable.class);
  }

  @Test
  void aStoreThatAnswersTheSecondTimeIsValid() {
    verdicts.add(Outcome.failed(FailureClass.Unavailable));
    verdicts.add(Outcome.ok(List.of()));

    RememberedProbes.Look first = look(true);
    assertThat(first.health()).isInstanceOf(StoreHealth.Undecided.class);
    time.addAndGet(wait(first, Duration.ofMinutes(5)).toNanos());
    assertThat(look(true).health()).isInstanceOf(StoreHealth.Valid.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"Sealed", "TlsError"})
  void whatIsCertainIsBelievedAtOnce(FailureClass kind) {
    verdicts.add(Outcome.failed(kind));

    assertThat(look(true).health()).isInstanceOf(StoreHealth.Unreachable.class);
  }

  @Test
  void aStoreThatIsDownIsNotAskedBeforeItsTimeWhateverWakesIt() {
    verdicts.add(Outcome.failed(FailureClass.Sealed));
    verdicts.add(Outcome.ok(List.of()));

    RememberedProbes.Look down = look(false);
    assertThat(wait(down, Duration.ofSeconds(15))).isEqualTo(Duration.ofSeconds(15));
    time.addAndGet(Duration.ofSeconds(14).toNanos());
    RememberedProbes.Look woken = look(false);
    assertThat(woken).isEqualTo(new RememberedProbes.Look(down.health(), false));
    assertThat(wait(woken, Duration.ofSeconds(15))).isEqualTo(Duration.ofSeconds(1));
    time.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(look(false).health()).isInstanceOf(StoreHealth.Valid.class);
  }

  /** A deletion relies on it: whoever wakes the store meanwhile has asked nobody. */
  @Test
  void whatIsRememberedOfAProbeIsNoNewSignOfHealth() {
    verdicts.add(Outcome.ok(List.of()));

    Duration unused = wait(look(true), Duration.ofMinutes(5));
    StoreGuard guard = connections.guard(store(null));
    assertThat(guard.health()).isEqualTo(BackendHealth.WELL);
    time.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(look(true).asked()).isFalse();
    assertThat(guard.health()).isEqualTo(BackendHealth.UNKNOWN);
  }

  @Test
  void aProbeWithoutAnAnswerIsABadSignThoughNoOutageYet() {
    verdicts.add(Outcome.failed(FailureClass.Timeout));

    assertThat(look(true).health()).isInstanceOf(StoreHealth.Undecided.class);
    StoreGuard guard = connections.guard(store(null));
    assertThat(guard.isShut()).isFalse();
    assertThat(guard.health()).isEqualTo(BackendHealth.ILL);
  }

  @Test
  void aGoodProbeIsToldOnce() {
    verdicts.add(Outcome.ok(List.of()));

    RememberedProbes.Look look = look(true);
    Duration unused = wait(look, Duration.ofMinutes(5));
    assertThat(probes.isGoodNews(store(null), look)).isTrue();
    probes.told(store(null));
    assertThat(probes.isGoodNews(store(null), look(true))).isFalse();
  }

  @Test
  void aNewGenerationIsAskedAtOnce() {
    verdicts.add(Outcome.failed(FailureClass.Sealed));
    verdicts.add(Outcome.ok(List.of()));

    Duration unused = wait(look(false), Duration.ofSeconds(15));
    SecretStore changed = store(null);
    changed.getMetadata().setGeneration(2L);
    assertThat(probes.look(changed, false).health()).isInstanceOf(StoreHealth.Valid.class);
  }

  private RememberedProbes.Look look(boolean trusted) {
    return probes.look(store(null), trusted);
  }

  private Duration wait(RememberedProbes.Look look, Duration usual) {
    return probes.next(store(null), look, usual);
  }

  @Test
  void aBusyBackendChangesNothingThatWasSaidOfItsStore() {
    StoreHealth busy =
        new StoreHealth.Undecided(
            FailureClass.Throttled,
            Problem.of(ErrorClass.Throttled, "vault"),
            Optional.empty(),
            Optional.empty());
    StoreStatusFactory factory = new StoreStatusFactory();
    SecretStoreStatus before =
        factory.make(
            StoreStatusFactory.NOTHING,
            1,
            "vault",
            0,
            new StoreHealth.Valid(
                Capabilities.ReadOnly, Optional.empty(), Optional.empty(), Optional.empty()),
            Instant.EPOCH);

    assertThat(factory.make(before, 1, "vault", 3, busy, Instant.EPOCH.plusSeconds(60)))
        .isEqualTo(StoreStatusFactory.counted(before, 3));
    assertThat(
            StoreDirectory.canServe(
                store(null), Optional.of(factory.make(before, 2, "vault", 3, busy, Instant.EPOCH))))
        .isFalse();
  }

  /** Opens the backend of the test for every store. */
  private final class AnyReader implements ProviderConfigs.Reader {
    @Override
    public String provider() {
      return "vault";
    }

    @Override
    public boolean isNamed(StoreProvider provider) {
      return true;
    }

    @Override
    public Optional<ProviderConfigs.Chosen> read(
        StoreProvider provider,
        StoreConfigReader.Owner owner,
        StoreConfigReader.Problems problems) {
      return Optional.of(
          new ProviderConfigs.Chosen(
              provider(),
              Map.of(),
              Optional.empty(),
              (resolved, http) -> new Judged(backend.client(), verdicts)));
    }
  }

  /** A client that gives one verdict after the other; one too many fails. */
  private static final class Judged extends ForwardingClient {
    private final Deque<Outcome<List<ConfigProblem>>> verdicts;

    Judged(ProviderClient client, Deque<Outcome<List<ConfigProblem>>> verdicts) {
      super(client);
      this.verdicts = verdicts;
    }

    @Override
    public Outcome<List<ConfigProblem>> verify(Call call) {
      return verdicts.removeFirst();
    }
  }

  private static final class Deaf implements SourceListener {
    @Override
    public void called(String reader) {}

    @Override
    public void secretChanged(Set<String> readers) {}

    @Override
    public void secretHinted(Set<String> readers) {}

    @Override
    public void storeFailed(String storeUid, Failure failure) {}
  }
}
