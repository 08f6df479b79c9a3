package dev.keyturn.operator.observe;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** When each watched kind was last heard of: one series per kind, whatever it is watched for. */
public final class WatchSeries implements MultiCollector {
  private final Supplier<Map<String, Duration>> silences;
  private final InstantSource clock;

  /**
   * @param silences how long ago, by group and plural
   */
  public WatchSeries(Supplier<Map<String, Duration>> silences, InstantSource clock) {
    this.silences = silences;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    Instant now = clock.instant();
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("keyturn_informer_last_activity_timestamp_seconds")
            .help("When a watch last brought an event or a bookmark, or began.");
    silences
        .get()
        .forEach((resource, silence) ->
            gauge.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("resource", resource))
                    .value(now.minus(silence).toEpochMilli() / 1000.0)
                    .build()));
    return MetricSnapshots.of(gauge.build());
  }
}
