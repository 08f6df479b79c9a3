package dev.keyturn.operator.observe;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.source.SourceObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The series of fixed number: what the operator does, never which object it does it to. A label
 * never holds a path, a key or a message. Thread-safe.
 */
public final class OperatorMetrics implements SourceObserver, AutoCloseable {
  private static final Duration[] CALL_BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  public OperatorMetrics(String version, String revision) {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    Gauge.builder("keyturn.build.info", () -> 1)
        .tags("version", version, "revision", revision, "java", Runtime.version().toString())
        .description("Always 1; the labels say what runs.")
        .register(registry);
    Gauge.builder("keyturn.shards", () -> 1)
        .description("Number of shards that namespaces are divided into.")
        .register(registry);
  }

  /** Starts the series of a backend type at zero, so that a first failure shows as an increase. */
  public void providerConfigured(String provider) {
    for (FailureClass failure : FailureClass.values()) {
      requests(provider, "read", failure.name(), Fault.of(failure).name());
    }
    requests(provider, "read", "Success", Fault.none.name());
  }

  /** A gauge that is asked at each scrape. */
  public <T> void gauge(
      String name, String description, T source, ToDoubleFunction<T> value, String... tags) {
    Gauge.builder(name, source, value).description(description).tags(tags).register(registry);
  }

  /** A count that is asked for at each scrape and never falls. */
  public <T> void counter(
      String name, String description, T source, ToDoubleFunction<T> value, String... tags) {
    FunctionCounter.builder(name, source, value)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  /** Series per object, read from the caches at each scrape. */
  public void collect(MultiCollector collector) {
    registry.getPrometheusRegistry().register(collector);
  }

  /** The page of {@code /metrics}. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void called(
      String provider, String operation, Optional<FailureClass> failure, Duration took) {
    requests(
            provider,
            operation,
            failure.map(FailureClass::name).orElse("Success"),
            failure.map(Fault::of).orElse(Fault.none).name())
        .increment();
    Timer.builder("keyturn.provider.request.duration")
        .description("Time of one call to a backend.")
        .tags("provider", provider, "operation", operation)
        .serviceLevelObjectives(CALL_BUCKETS)
        .register(registry)
        .record(took);
  }

  @Override
  public void loggedIn(String provider, String method, boolean worked) {
    Counter.builder("keyturn.auth.renewals")
        .description("Logins and their renewals.")
        .tags("provider", provider, "method", method, "result", worked ? "Success" : "Failure")
        .register(registry)
        .increment();
  }

  @Override
  public void cacheAsked(String result) {
    Counter.builder("keyturn.cache.requests")
        .description("Answers from memory, and those that were not there.")
        .tags("cache", "value", "result", result)
        .register(registry)
        .increment();
  }

  @Override
  public void readShared(String provider) {
    Counter.builder("keyturn.coalesced.reads")
        .description("Reads that joined a read on its way.")
        .tags("provider", provider)
        .register(registry)
        .increment();
  }

  @Override
  public void versionRegressed(String provider) {
    Counter.builder("keyturn.version.regressions")
        .description("Reads that gave an older version than the one before, and were ignored.")
        .tags("provider", provider)
        .register(registry)
        .increment();
  }

  /**
   * One attempt of a sync ended.
   *
   * @param direction pull, to the target, or push, of one secret to a backend
   * @param result Changed, Unchanged or an error class
   */
  public void synced(String direction, String provider, String secretType, String result) {
    Counter.builder("keyturn.syncs")
        .description("Attempts of SecretSyncs.")
        .tags("direction", direction, "provider", provider, "secret_type", secretType)
        .tags("result", result)
        .register(registry)
        .increment();
  }

  /** A restart that a changed Secret asked for: Success, Failure or Skipped. */
  public void workloadRestart(String result) {
    Counter.builder("keyturn.workload.restarts")
        .description("Restarts of workloads after a change of their Secrets.")
        .tags("result", result)
        .register(registry)
        .increment();
  }

  /** A target that somebody else had changed was put back. */
  public void driftCorrected(String namespace) {
    Counter.builder("keyturn.drift.corrections")
        .description("Targets that were put back after a foreign change.")
        .tags("namespace", namespace)
        .register(registry)
        .increment();
  }

  /** The framework's passes, by controller. */
  public ReconcileMetrics reconciles(List<String> controllers) {
    return new ReconcileMetrics(registry, controllers);
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }

  private Counter requests(String provider, String operation, String result, String fault) {
    return Counter.builder("keyturn.provider.requests")
        .description("Calls to backends.")
        .tags("provider", provider, "operation", operation, "result", result, "fault", fault)
        .register(registry);
  }
}
