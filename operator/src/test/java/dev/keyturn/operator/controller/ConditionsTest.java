package dev.keyturn.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.987Z");
  private static final List<Condition> BEFORE =
      new Conditions(null, 1, START).isTrue("Ready", "UpToDate", "good").build();

  @Test
  void timesHaveWholeSeconds() {
    assertThat(BEFORE)
        .containsExactly(
            new Condition("Ready", "True", "UpToDate", "good", "2026-01-01T00:00:00Z", 1L));
  }

  @Test
  void theTimeStaysWhileTheStatusStays() {
    assertThat(
            new Conditions(BEFORE, 2, START.plusSeconds(60)).isTrue("Ready", "Other", "x").build())
        .containsExactly(new Condition("Ready", "True", "Other", "x", "2026-01-01T00:00:00Z", 2L));
    assertThat(new Conditions(BEFORE, 1, START.plusSeconds(60)).isFalse("Ready", "No", "x").build())
        .extracting(Condition::lastTransitionTime)
        .containsExactly("2026-01-01T00:01:00Z");
  }

  @Test
  void whatIsNotBuiltAnewIsKeptOnlyOnDemand() {
    assertThat(new Conditions(BEFORE, 2, START).build()).isEmpty();
    assertThat(new Conditions(BEFORE, 2, START).keep("Ready").keep("Synced").build())
        .isEqualTo(BEFORE);
  }

  @Test
  void aMessageHasABound() {
    String message =
        new Conditions(null, 1, START)
            .isTrue("Ready", "R", "m".repeat(5000))
            .build()
            .getFirst()
            .message();
    assertThat(message).hasSize(512).endsWith("...");
  }
}
