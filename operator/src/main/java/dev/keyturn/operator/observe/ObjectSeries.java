package dev.keyturn.operator.observe;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The series per object, made from the caches at each scrape: an object that is gone has none at
 * the next one, and nothing has to be taken back.
 */
public final class ObjectSeries implements MultiCollector {
  private static final int MOST_SYNCS_IN_FULL = 2000;
  private static final List<String> KINDS =
      List.of(
          "SecretStore",
          "ClusterSecretStore",
          "SecretSync",
          "ClusterSecretSync",
          "TenantSecretScope");
  private static final List<String> STATES = List.of("ready", "unready", "stalled", "suspended");

  private final Supplier<List<ObjectReport>> objects;
  private final Detail detail;
  private final InstantSource clock;

  /** How much is exported per object. */
  public enum Detail {
    /** Everything up to 2,000 SecretSyncs, then as {@link #unready}. */
    auto,
    full,
    /** Of SecretSyncs only those that are not Ready, not Synced or stalled. */
    unready,
    off
  }

  public ObjectSeries(Supplier<List<ObjectReport>> objects, Detail detail, InstantSource clock) {
    this.objects = objects;
    this.detail = detail;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    List<ObjectReport> all = objects.get();
    Instant now = clock.instant();
    Page page = new Page();
    for (String kind : KINDS) {
      for (String state : STATES) {
        long count =
            all.stream().filter(it -> it.kind().equals(kind) && it.state().equals(state)).count();
        page.add(
            "keyturn_managed_resources",
            "Objects by kind and state.",
            Labels.of("kind", kind, "state", state),
            count);
      }
    }
    page.add(
        "keyturn_syncs_stale",
        "SecretSyncs whose last good read is older than their limit.",
        Labels.EMPTY,
        all.stream().flatMap(it -> it.sync().stream()).filter(it -> it.isStale(now)).count());
    long syncs = all.stream().filter(it -> it.sync().isPresent()).count();
    for (ObjectReport object : all) {
      if (isShown(object, syncs)) {
        show(page, object);
      }
    }
    return page.snapshots();
  }

  private boolean isShown(ObjectReport object, long syncs) {
    boolean full =
        switch (detail) {
          case off -> false;
          case full -> true;
          case unready -> object.sync().isEmpty();
          case auto -> object.sync().isEmpty() || syncs <= MOST_SYNCS_IN_FULL;
        };
    boolean troubled =
        !object.ready()
            || object.stalled()
            || object.sync().filter(sync -> sync.failing().isPresent()).isPresent();
    return full || (detail != Detail.off && troubled);
  }

  private static void show(Page page, ObjectReport object) {
    Labels name = Labels.of("namespace", object.namespace(), "name", object.name());
    Labels kind = name.add("kind", object.kind());
    page.add("keyturn_resource_ready", "1 while Ready is True.", kind, object.ready() ? 1 : 0);
    if (!object.ready() || object.stalled()) {
      page.add(
          "keyturn_resource_unready_info",
          "1 while the object is not Ready or is stalled.",
          kind.add("reason", object.reason()).add("stalled", Boolean.toString(object.stalled())),
          1);
    }
    object.sync().ifPresent(sync -> show(page, name, sync));
    object.store().ifPresent(store -> show(page, kind.add("provider", store.provider()), store));
  }

  private static void show(Page page, Labels name, ObjectReport.Sync sync) {
    sync.failing()
        .ifPresent(reason ->
            page.add(
                "keyturn_sync_failing_info",
                "1 while Synced is False.",
                name.add("reason", reason).add("fault", Fault.of(reason).name()),
                1));
    page.add(
        "keyturn_sync_last_success_timestamp_seconds",
        "End of the last good attempt.",
        name,
        sync.lastSuccess().getEpochSecond());
    sync.lastAttempt()
        .ifPresent(time ->
            page.add(
                "keyturn_sync_last_attempt_timestamp_seconds",
                "End of the last attempt.",
                name,
                time.getEpochSecond()));
    sync.stalenessLimit()
        .ifPresent(limit ->
            page.add(
                "keyturn_sync_staleness_limit_seconds",
                "Age of the last good attempt beyond which the sync is stale.",
                name,
                limit));
    sync.lease().ifPresent(lease -> show(page, name, lease));
    sync.certificate().ifPresent(certificate -> show(page, name, certificate));
  }

  private static void show(Page page, Labels name, ObjectReport.Lease lease) {
    page.add(
        "keyturn_lease_expiry_timestamp_seconds",
        "Until when the credential in the target is guaranteed.",
        name,
        lease.expires().getEpochSecond());
    page.add(
        "keyturn_lease_duration_seconds",
        "Time that the lease was granted for, from which its renewals are counted.",
        name,
        lease.duration().toSeconds());
  }

  private static void show(Page page, Labels name, ObjectReport.Certificate certificate) {
    page.add(
        "keyturn_certificate_expiry_timestamp_seconds",
        "End of the certificate in the target.",
        name,
        certificate.expires().getEpochSecond());
    page.add(
        "keyturn_certificate_lifetime_seconds",
        "Time from the beginning of the certificate to its end.",
        name,
        certificate.lifetime().toSeconds());
  }

  private static void show(Page page, Labels labels, ObjectReport.Store store) {
    page.add(
        "keyturn_store_up", "1 while Reachable and Authenticated.", labels, store.up() ? 1 : 0);
    page.add(
        "keyturn_store_sealed", "1 while the backend is sealed.", labels, store.sealed() ? 1 : 0);
    page.add(
        "keyturn_store_calls_per_hour",
        "Calls of the backend within the last hour.",
        labels,
        store.callsPerHour());
    store
        .dollarsPerMonth()
        .ifPresent(dollars ->
            page.add(
                "keyturn_store_cost_usd_per_month",
                "What the calls for secrets cost if every hour is like the last one.",
                labels,
                dollars));
  }

  private static final class Page {
    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();

    void add(String name, String help, Labels labels, double value) {
      gauges
          .computeIfAbsent(name, fresh -> GaugeSnapshot.builder().name(fresh).help(help))
          .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
    }

    MetricSnapshots snapshots() {
      MetricSnapshots.Builder page = MetricSnapshots.builder();
      gauges.values().forEach(gauge -> page.metricSnapshot(gauge.build()));
      return page.build();
    }
  }
}
