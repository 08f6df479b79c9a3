package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.source.guard.Admission;
import dev.keyturn.operator.source.guard.BackendHealth;
import dev.keyturn.operator.source.guard.StoreGuard;
import dev.keyturn.operator.source.guard.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a store is asked, and what counts of the answer until then. */
class RememberedProbesTest extends ProbedStoreCases {
  private final RememberedProbes probes = new RememberedProbes(connections);

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
    assertThat(connections.guard(store(null)).admit(new Waiter("shop/a", 1, 0)))
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
}
