package dev.keyturn.operator.runtime.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseSimulationTest {
  private static final int SEEDS = 100;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int INSTANTS = 4 * 3_600;

  @Fault("L6")
  @Test
  void neverTwoHoldersInASimulatedHourAndMostlyOne() {
    for (long seed = 0; seed < SEEDS; seed++) {
      LeaseSimulation.Outcome outcome = new LeaseSimulation(seed).run(HOUR);

      assertThat(outcome.instantsWithTwoHolders()).as("two holders, seed %s", seed).isZero();
      assertThat(outcome.instantsWithAHolder())
          .as("instants with a holder, seed %s", seed)
          .isGreaterThan(INSTANTS / 2);
      assertThat(outcome.takeovers()).as("takeovers, seed %s", seed).isGreaterThan(3);
    }
  }
}
