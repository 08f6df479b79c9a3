package dev.keyturn.e2e.sync;

import dev.keyturn.e2e.operator.OperatorProcess;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** Waits for many syncs, by the operator's own metrics: listing them would load the API server. */
final class Readiness {
  private Readiness() {}

  static void await(OperatorProcess operator, int count) {
    Awaitility.await("all ready")
        .atMost(Duration.ofMinutes(4))
        .until(() ->
            operator
                    .metrics()
                    .sum(
                        "keyturn_managed_resources", Map.of("kind", "SecretSync", "state", "ready"))
                == count);
  }
}
