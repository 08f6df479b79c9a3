package dev.keyturn.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObjectSeriesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static ObjectReport sync(String name, boolean ready, Optional<String> failing) {
    return new ObjectReport(
        "SecretSync",
        "shop",
        name,
        ready,
        false,
        false,
        ready ? "UpToDate" : "KeyMissing",
        Optional.of(
            new ObjectReport.Sync(
                failing,
                NOW.minusSeconds(100),
                Optional.empty(),
                Optional.of(99L),
                Optional.empty(),
                Optional.empty())),
        Optional.empty());
  }

  private static ObjectReport holding(
      Optional<ObjectReport.Lease> lease, Optional<ObjectReport.Certificate> certificate) {
    return new ObjectReport(
        "SecretSync",
        "shop",
        "db",
        true,
        false,
        false,
        "UpToDate",
        Optional.of(
            new ObjectReport.Sync(
                Optional.empty(), NOW, Optional.empty(), Optional.empty(), lease, certificate)),
        Optional.empty());
  }

  private static String page(List<ObjectReport> objects, ObjectSeries.Detail detail) {
    try (OperatorMetrics metrics = new OperatorMetrics("1", "r")) {
      metrics.collect(new ObjectSeries(() -> objects, detail, InstantSource.fixed(NOW)));
      return metrics.scrape();
    }
  }

  @Test
  void objectsAreCountedByKindAndState() {
    String page =
        page(
            List.of(sync("a", true, Optional.empty()), sync("b", false, Optional.of("KeyMissing"))),
            ObjectSeries.Detail.off);
    assertThat(page)
        .contains("keyturn_managed_resources{kind=\"SecretSync\",state=\"ready\"} 1.0")
        .contains("keyturn_managed_resources{kind=\"SecretSync\",state=\"unready\"} 1.0")
        .contains("keyturn_managed_resources{kind=\"SecretStore\",state=\"ready\"} 0.0")
        .contains("keyturn_syncs_stale 2.0")
        .doesNotContain("name=\"a\"");
  }

  @Test
  void inFullEveryObjectHasItsSeries() {
    String page =
        page(List.of(sync("a", true, Optional.of("KeyMissing"))), ObjectSeries.Detail.full);
    assertThat(page)
        .contains(
            "keyturn_resource_ready{kind=\"SecretSync\",name=\"a\",namespace=\"shop\"} 1.0",
            "keyturn_sync_failing_info{fault=\"user\",name=\"a\",namespace=\"shop\",reason=\"KeyMissing\"}"
                + " 1.0",
            "keyturn_sync_staleness_limit_seconds{name=\"a\",namespace=\"shop\"} 99.0");
  }

  @Test
  void aLeaseIsTwoSeriesOfItsSync() {
    ObjectReport leased =
        holding(
            Optional.of(new ObjectReport.Lease(NOW.plusSeconds(300), Duration.ofHours(1))),
            Optional.empty());
    assertThat(page(List.of(leased), ObjectSeries.Detail.full))
        .contains(
            "keyturn_lease_expiry_timestamp_seconds{name=\"db\",namespace=\"shop\"} 1.7672259E9",
            "keyturn_lease_duration_seconds{name=\"db\",namespace=\"shop\"} 3600.0");
    assertThat(page(List.of(sync("a", true, Optional.empty())), ObjectSeries.Detail.full))
        .doesNotContain("keyturn_lease_");
  }

  @Test
  void aCertificateIsTwoSeriesOfItsSync() {
    ObjectReport certified =
        holding(
            Optional.empty(),
            Optional.of(new ObjectReport.Certificate(NOW.plusSeconds(300), Duration.ofDays(90))));
    assertThat(page(List.of(certified), ObjectSeries.Detail.full))
        .contains(
            "keyturn_certificate_expiry_timestamp_seconds{name=\"db\",namespace=\"shop\"}"
                + " 1.7672259E9",
            "keyturn_certificate_lifetime_seconds{name=\"db\",namespace=\"shop\"} 7776000.0");
    assertThat(page(List.of(sync("a", true, Optional.empty())), ObjectSeries.Detail.full))
        .doesNotContain("keyturn_certificate_");
  }

  @Test
  void unreadyShowsTroubledSyncsAlone() {
    String page =
        page(
            List.of(sync("good", true, Optional.empty()), sync("bad", true, Optional.of("Sealed"))),
            ObjectSeries.Detail.unready);
    assertThat(page).contains("name=\"bad\"").doesNotContain("name=\"good\"");
  }

  @Test
  void autoIsFullUpToTwoThousandSyncs() {
    List<ObjectReport> syncs =
        new ArrayList<>(
            IntStream.range(0, 2000).mapToObj(i -> sync("s" + i, true, Optional.empty())).toList());
    assertThat(page(syncs, ObjectSeries.Detail.auto)).contains("name=\"s1999\"");
    syncs.add(sync("one-more", true, Optional.empty()));
    assertThat(page(syncs, ObjectSeries.Detail.auto)).doesNotContain("name=\"s1999\"");
  }

  @Test
  void anObjectThatIsGoneHasNoSeries() {
    List<ObjectReport> objects = new ArrayList<>(List.of(sync("a", true, Optional.empty())));
    try (OperatorMetrics metrics = new OperatorMetrics("1", "r")) {
      metrics.collect(
          new ObjectSeries(() -> objects, ObjectSeries.Detail.full, InstantSource.fixed(NOW)));
      assertThat(metrics.scrape()).contains("name=\"a\"");
      objects.clear();
      assertThat(metrics.scrape()).doesNotContain("name=\"a\"");
    }
  }

  private static String store(OptionalDouble dollars) {
    return page(
        List.of(
            new ObjectReport(
                "SecretStore",
                "shop",
                "aws",
                true,
                false,
                false,
                "Valid",
                Optional.empty(),
                Optional.of(new ObjectReport.Store("aws", true, false, 12, dollars)))),
        ObjectSeries.Detail.full);
  }

  @Test
  void aStoreShowsItsCallsAndWhatTheyCostWhereAPriceIsKnown() {
    String labels = "{kind=\"SecretStore\",name=\"aws\",namespace=\"shop\",provider=\"aws\"} ";
    assertThat(store(OptionalDouble.of(0.0438)))
        .contains("keyturn_store_calls_per_hour" + labels + "12")
        .contains("keyturn_store_cost_usd_per_month" + labels + "0.0438");
    assertThat(store(OptionalDouble.empty()))
        .contains("keyturn_store_calls_per_hour")
        .doesNotContain("keyturn_store_cost_usd_per_month");
  }
}
