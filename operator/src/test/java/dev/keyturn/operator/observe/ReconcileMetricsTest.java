package dev.keyturn.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconcileMetricsTest {
  private static final ConfigMap OBJECT =
      new ConfigMapBuilder().withNewMetadata().withName("n4me").endMetadata().build();

  private final OperatorMetrics metrics = new OperatorMetrics("1", "r");
  private final ReconcileMetrics passes = metrics.reconciles(List.of("configmap"));

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void passesAreCountedByControllerAndNeverByObject() {
    passes.reconciliationExecutionStarted(OBJECT, Map.of());
    assertThat(metrics.scrape()).contains("keyturn_reconcile_active{controller=\"configmap\"} 1.0");
    passes.finishedReconciliation(OBJECT, Map.of());
    passes.failedReconciliation(OBJECT, new IllegalStateException("c4n4ry"), Map.of());
    passes.reconciliationExecutionFinished(OBJECT, Map.of());
    assertThat(metrics.scrape())
        .contains(
            "keyturn_reconcile_active{controller=\"configmap\"} 0.0",
            "keyturn_reconcile_total{controller=\"configmap\",result=\"Success\"} 1.0",
            "keyturn_reconcile_total{controller=\"configmap\",result=\"Failure\"} 1.0")
        .doesNotContain("n4me", "c4n4ry");
  }
}
