package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the backend says of the configuration decides over a store whose login works. */
class StoreProbeTest extends ProbedStoreCases {
  private static final ConfigProblem WRONG =
      new ConfigProblem("provider.vault.version", FailureDetail.FIELD, "is wrong");
  private static final Problem INVALID =
      Problem.of(ErrorClass.ConfigInvalid, Detail.FIELD, "spec.provider.vault.version is wrong");

  private final StoreProbe probe = new StoreProbe(connections);

  private StoreHealth probe() {
    return probe(null);
  }

  private StoreHealth probe(@Nullable String access) {
    return probe.probe(store(access));
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
}
