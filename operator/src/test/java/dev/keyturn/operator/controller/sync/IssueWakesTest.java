package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IssueWakesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final IssueWakes wakes = new IssueWakes(NOW);

  @Test
  void theFirstMomentToComeCounts() {
    wakes.at(NOW.plusSeconds(60));
    wakes.at(NOW.plusSeconds(30));
    wakes.at(NOW.minusSeconds(30));
    assertThat(wakes.next())
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31)));
  }

  @Test
  void aMomentThatIsOverIsNotMadeUpFor() {
    wakes.at(NOW);
    assertThat(wakes.next()).isEmpty();
  }

  @Test
  void whatMustNotBeForgottenIsMadeUpForSoon() {
    wakes.at(NOW.plusSeconds(60));
    wakes.atOrSoon(NOW.minusSeconds(30));
    assertThat(wakes.next())
        .hasValueSatisfying(
            wait -> assertThat(wait).isPositive().isLessThan(Duration.ofSeconds(1)));
  }
}
