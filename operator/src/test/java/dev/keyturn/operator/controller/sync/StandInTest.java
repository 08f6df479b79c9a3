package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.engine.plan.Serving;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a sync stays with a fallback. */
final class StandInTest {
  private static final StoreIdentity OWN = new StoreIdentity(StoreKind.SecretStore, "own");
  private static final StoreIdentity OTHER = new StoreIdentity(StoreKind.SecretStore, "other");

  private final StandIn standIn = new StandIn();

  private boolean heldAt(Duration time, boolean well) {
    return standIn.look(well, time.toNanos()).held();
  }

  @Test
  void nothingIsHeldBeforeAFallbackServed() {
    assertThat(standIn.look(true, 0)).isEqualTo(Serving.UNKNOWN);
    standIn.served(OWN, true);
    assertThat(standIn.look(true, 0)).isEqualTo(new Serving(Optional.of(OWN), false));
  }

  @Test
  void theOwnStoreMustBeWellTwiceOverAMinute() {
    standIn.served(OTHER, false);
    assertThat(heldAt(Duration.ofSeconds(100), true)).isTrue();
    assertThat(heldAt(Duration.ofSeconds(159), true)).isTrue();
    assertThat(heldAt(Duration.ofSeconds(160), true)).isFalse();
  }

  @Test
  void oneLookIsNotEnoughHoweverLate() {
    standIn.served(OTHER, false);
    assertThat(heldAt(Duration.ofHours(1), true)).isTrue();
  }

  @Test
  void aRelapseStartsTheMinuteAnew() {
    standIn.served(OTHER, false);
    heldAt(Duration.ofSeconds(0), true);
    heldAt(Duration.ofSeconds(50), false);
    assertThat(heldAt(Duration.ofSeconds(70), true)).isTrue();
    assertThat(heldAt(Duration.ofSeconds(129), true)).isTrue();
    assertThat(heldAt(Duration.ofSeconds(130), true)).isFalse();
  }

  @Test
  void anOwnStoreThatFailsAfterItsProofMustProveItselfAgain() {
    standIn.served(OTHER, false);
    heldAt(Duration.ofSeconds(0), true);
    assertThat(heldAt(Duration.ofSeconds(60), true)).isFalse();
    standIn.served(OTHER, false);
    assertThat(heldAt(Duration.ofSeconds(61), true)).isTrue();
    assertThat(heldAt(Duration.ofSeconds(121), true)).isFalse();
  }
}
