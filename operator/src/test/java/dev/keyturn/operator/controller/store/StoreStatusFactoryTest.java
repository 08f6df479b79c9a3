package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.FailureClass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StoreStatusFactoryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final StoreHealth VALID =
      new StoreHealth.Valid(
          Capabilities.ReadOnly,
          Optional.of("1.20"),
          Optional.of(NOW.plusSeconds(3600)),
          Optional.empty());
  private static final Set<String> REASONS =
      Set.of(
          "Valid",
          "Unverified",
          "AuthFailed",
          "Sealed",
          "TlsError",
          "Unavailable",
          "ConfigInvalid",
          "CredentialMissing",
          "ScopeDenied");

  private final StoreStatusFactory factory = new StoreStatusFactory();

  private SecretStoreStatus make(SecretStoreStatus before, StoreHealth health, Instant now) {
    return factory.make(before, 4, "vault", 7, health, now);
  }

  private SecretStoreStatus first(StoreHealth health) {
    return make(StoreStatusFactory.NOTHING, health, NOW);
  }

  private static StoreHealth unreachable(FailureClass failure) {
    return new StoreHealth.Unreachable(failure, why(failure), Optional.empty());
  }

  private static StoreHealth refused(FailureClass failure) {
    return new StoreHealth.Refused(failure, why(failure), Optional.empty());
  }

  private static Problem why(FailureClass failure) {
    return Problem.of(ErrorClass.valueOf(failure.name()), "vault");
  }

  private static String condition(SecretStoreStatus status, String type) {
    return Conditions.find(status.conditions(), type)
        .map(it -> it.status() + " " + it.reason())
        .orElse("absent");
  }

  private static List<String> main(SecretStoreStatus status) {
    return List.of(
        condition(status, Condition.READY),
        condition(status, Condition.REACHABLE),
        condition(status, Condition.AUTHENTICATED),
        condition(status, Condition.STALLED));
  }

  @Test
  void aStoreThatWorksSaysWhatItIs() {
    SecretStoreStatus status = first(VALID);
    assertThat(main(status))
        .containsExactly("True Valid", "True Answered", "True LoggedIn", "False Settled");
    assertThat(status.provider()).isEqualTo("vault");
    assertThat(status.serverVersion()).isEqualTo("1.20");
    assertThat(status.capabilities()).isEqualTo("ReadOnly");
    assertThat(status.tokenExpiry()).isEqualTo("2026-01-01T01:00:00Z");
    assertThat(status.dependents()).isEqualTo(7);
  }

  @Test
  void anUnchangedWorldGivesAnEqualStatus() {
    SecretStoreStatus status = first(VALID);
    assertThat(make(status, VALID, NOW.plusSeconds(300))).isEqualTo(status);
    SecretStoreStatus down = first(unreachable(FailureClass.Sealed));
    assertThat(make(down, unreachable(FailureClass.Sealed), NOW.plusSeconds(300))).isEqualTo(down);
  }

  @Test
  void whatAnOutageHidesStaysAsItWasKnown() {
    SecretStoreStatus down =
        make(first(VALID), unreachable(FailureClass.Unavailable), NOW.plusSeconds(1));
    assertThat(down.serverVersion()).isEqualTo("1.20");
    assertThat(down.capabilities()).isEqualTo("ReadOnly");
    assertThat(main(down))
        .containsExactly(
            "False Unavailable", "False Unavailable", "Unknown Unavailable", "False Settled");
  }

  @Test
  void aRefusedLoginIsReachable() {
    assertThat(main(first(refused(FailureClass.AuthFailed))))
        .containsExactly("False AuthFailed", "True Answered", "False AuthFailed", "False Settled");
  }

  @Test
  void aLoginPerNamespaceIsUnknown() {
    assertThat(main(first(new StoreHealth.Unverified())))
        .containsExactly(
            "Unknown Unverified", "Unknown Unverified", "Unknown Unverified", "False Settled");
  }

  @ParameterizedTest
  @CsvSource({
    "ConfigInvalid, ConfigInvalid, True ConfigInvalid",
    "CredentialMissing, CredentialMissing, False Settled",
    "ScopeDenied, ScopeDenied, True ScopeDenied",
    "TlsError, TlsError, False Settled",
    "Unavailable, Unavailable, False Settled"
  })
  void onlyAManifestThatIsWrongStalls(ErrorClass kind, String reason, String stalled) {
    assertThat(main(first(new StoreHealth.Misconfigured(Problem.of(kind, Detail.NONE, "x")))))
        .containsExactly("False " + reason, "Unknown " + reason, "Unknown " + reason, stalled);
  }

  @ParameterizedTest
  @EnumSource(FailureClass.class)
  void everyReasonIsOneOfTheDocumentedOnes(FailureClass failure) {
    for (StoreHealth health : List.of(unreachable(failure), refused(failure))) {
      String reason =
          Conditions.find(first(health).conditions(), Condition.READY).orElseThrow().reason();
      assertThat(REASONS).contains(reason);
    }
  }

  @Test
  void everyConditionSpeaksOfThePresentGeneration() {
    assertThat(first(VALID).conditions())
        .hasSize(5)
        .allSatisfy(it -> assertThat(it.observedGeneration()).isEqualTo(4));
  }
}
