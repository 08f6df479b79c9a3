package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.SyncData;
import dev.keyturn.crds.v1alpha1.SyncWindow;
import dev.keyturn.crds.v1alpha1.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FreshnessTest {
  private static final Instant MORNING = Instant.parse("2026-01-01T06:00:00Z");
  private static final List<SyncData> DATA = List.of(PlanFixture.entry("a", "shop", null));

  private static SyncSettings settings(
      RefreshPolicy policy, @Nullable String staleness, boolean nightly) {
    List<SyncWindow> windows =
        nightly
            ? List.of(new SyncWindow("allow", List.of(new TimeWindow("0 2 * * *", "1h", null))))
            : null;
    return PlanFixture.settings(
        PlanFixture.scheduled(
            PlanFixture.spec("1h", staleness, null, null, DATA, null), policy, windows));
  }

  @Test
  void closedWindowsDoNotCountUnlessTheSpecSaysHowLong() {
    assertThat(Freshness.greatestAge(settings(RefreshPolicy.Periodic, null, false), "uid", MORNING))
        .isEqualTo(Duration.ofMinutes(65));
    assertThat(Freshness.greatestAge(settings(RefreshPolicy.Periodic, null, true), "uid", MORNING))
        .isBetween(Duration.ofMinutes(20 * 60 + 5), Duration.ofMinutes(20 * 60 + 11));
    assertThat(Freshness.greatestAge(settings(RefreshPolicy.Periodic, "2h", true), "uid", MORNING))
        .isEqualTo(Duration.ofHours(2));
  }

  @ParameterizedTest
  @EnumSource(RefreshPolicy.class)
  void ageAloneMakesOnlyWhatIsReadPeriodicallyTooOld(RefreshPolicy policy) {
    assertThat(Freshness.limit(settings(policy, null, false), "uid", MORNING).isPresent())
        .isEqualTo(policy == RefreshPolicy.Periodic);
  }
}
