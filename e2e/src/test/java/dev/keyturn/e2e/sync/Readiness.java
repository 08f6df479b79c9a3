package dev.keyturn.e2e.sync;

import dev.keyturn.e2e.operator.OperatorMetrics;
import dev.keyturn.e2e.operator.OperatorProcess;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for many syncs, by the operator's own metrics: listing them would load the API server. */
final class Readiness {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final int END_OF_LOG = 3_000;

  private Readiness() {}

  /** Until so many SecretSyncs of the namespace are Ready; at most as many as the metrics name. */
  static void await(OperatorProcess operator, String namespace, int count) {
    Map<String, String> syncs = Map.of("kind", "SecretSync", "namespace", namespace);
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(4))
          .pollInterval(BETWEEN_LOOKS)
          .until(() -> operator.metrics().sum("keyturn_resource_ready", syncs) == count);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%.0f of %d SecretSyncs of %s are Ready; not so, by reason: %s; the log ends: %s"
              .formatted(
                  operator.metrics().sum("keyturn_resource_ready", syncs),
                  count,
                  namespace,
                  reasons(operator, syncs),
                  end(operator.output())),
          e);
    }
  }

  private static Map<String, Long> reasons(OperatorProcess operator, Map<String, String> syncs) {
    return operator.metrics().samples().stream()
        .filter(sample -> sample.name().equals("keyturn_resource_unready_info"))
        .map(OperatorMetrics.Sample::labels)
        .filter(labels -> labels.entrySet().containsAll(syncs.entrySet()))
        .collect(Collectors.groupingBy(labels -> labels.get("reason"), Collectors.counting()));
  }

  private static String end(String log) {
    return log.substring(Math.max(0, log.length() - END_OF_LOG));
  }
}
