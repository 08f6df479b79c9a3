package dev.keyturn.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.FailureClass;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {
  private final OperatorMetrics metrics = new OperatorMetrics("1.2", "abc");

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void everyCounterIsATotalAndNothingBearsAnObjectsName() {
    metrics.called("vault", "read", Optional.of(FailureClass.Sealed), Duration.ofMillis(7));
    metrics.loggedIn("vault", "appRole", false);
    metrics.cacheAsked("hit");
    metrics.readShared("vault");
    metrics.versionRegressed("vault");
    metrics.synced("pull", "vault", "database", "Changed");
    metrics.synced("push", "aws", "none", "AccessDenied");
    metrics.driftCorrected("shop");
    assertThat(metrics.scrape())
        .contains(
            "keyturn_provider_requests_total{fault=\"backend\",operation=\"read\",provider=\"vault\",result=\"Sealed\"}"
                + " 1.0",
            "keyturn_provider_request_duration_seconds_bucket{operation=\"read\",provider=\"vault\",le=\"0.01\"}"
                + " 1",
            "keyturn_auth_renewals_total{method=\"appRole\",provider=\"vault\",result=\"Failure\"}"
                + " 1.0",
            "keyturn_cache_requests_total{cache=\"value\",result=\"hit\"} 1.0",
            "keyturn_coalesced_reads_total{provider=\"vault\"} 1.0",
            "keyturn_version_regressions_total{provider=\"vault\"} 1.0",
            "keyturn_syncs_total{direction=\"pull\",provider=\"vault\",result=\"Changed\",secret_type=\"database\"}"
                + " 1.0",
            "keyturn_syncs_total{direction=\"push\",provider=\"aws\",result=\"AccessDenied\",secret_type=\"none\"}"
                + " 1.0",
            "keyturn_drift_corrections_total{namespace=\"shop\"} 1.0",
            "keyturn_build_info{");
  }

  @Test
  void aBackendsSeriesStartAtZeroSoThatAFirstFailureIsAnIncrease() {
    metrics.providerConfigured("vault");
    String page = metrics.scrape();
    for (FailureClass failure : FailureClass.values()) {
      assertThat(page).contains("provider=\"vault\",result=\"" + failure + "\"} 0.0");
    }
    assertThat(page)
        .contains("fault=\"none\",operation=\"read\",provider=\"vault\",result=\"Success\"} 0.0");
  }

  @Test
  void theFaultOfAnErrorClassIsThatOfItsFailure() {
    for (FailureClass failure : FailureClass.values()) {
      assertThat(Fault.of(failure.name())).isEqualTo(Fault.of(failure));
    }
    assertThat(Fault.of("StoreNotReady")).isEqualTo(Fault.backend);
    assertThat(Fault.of("KeyMissing")).isEqualTo(Fault.user);
  }
}
