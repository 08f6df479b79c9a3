package dev.keyturn.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the passes of the operator framework by controller, never by object. Thread-safe. */
public final class ReconcileMetrics implements Metrics {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry registry;
  private final Map<String, AtomicInteger> active = new ConcurrentHashMap<>();

  ReconcileMetrics(MeterRegistry registry, List<String> controllers) {
    this.registry = registry;
    for (String controller : controllers) {
      AtomicInteger running = new AtomicInteger();
      active.put(controller, running);
      Gauge.builder("keyturn.reconcile.active", running, AtomicInteger::get)
          .description("Passes that run now.")
          .tags("controller", controller)
          .register(registry);
    }
  }

  @Override
  public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
    count(resource, 1);
  }

  @Override
  public void reconciliationExecutionFinished(HasMetadata resource, Map<String, Object> metadata) {
    count(resource, -1);
  }

  @Override
  public void finishedReconciliation(HasMetadata resource, Map<String, Object> metadata) {
    result(resource, "Success").increment();
  }

  @Override
  public void failedReconciliation(
      HasMetadata resource, Exception exception, Map<String, Object> metadata) {
    result(resource, "Failure").increment();
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    long started = System.nanoTime();
    try {
      return execution.execute();
    } finally {
      Timer.builder("keyturn.reconcile.duration")
          .description("Time of one pass.")
          .tags("controller", execution.controllerName().toLowerCase(Locale.ROOT))
          .serviceLevelObjectives(BUCKETS)
          .register(registry)
          .record(Duration.ofNanos(System.nanoTime() - started));
    }
  }

  private void count(HasMetadata resource, int by) {
    AtomicInteger running = active.get(controller(resource));
    if (running != null) {
      running.addAndGet(by);
    }
  }

  private Counter result(HasMetadata resource, String result) {
    return Counter.builder("keyturn.reconcile")
        .description("Passes of the controllers.")
        .tags("controller", controller(resource), "result", result)
        .register(registry);
  }

  private static String controller(HasMetadata resource) {
    return resource.getKind().toLowerCase(Locale.ROOT);
  }
}
