package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator at work serves, compared with the page that says what it serves. */
final class MetricsPageTest {
  private static final Pattern TYPE = Pattern.compile("# TYPE keyturn_(\\w+) (\\w+)");
  private static final Pattern SAMPLE = Pattern.compile("keyturn_(\\w+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");
  private static final String KEY = "folder/deeper/leaf";

  /** What this test does not bring about; those of each of them look at it. */
  private static final Set<String> NOT_HERE =
      Set.of(
          "store_cost_usd_per_month",
          "certificate_expiry_timestamp_seconds",
          "certificate_lifetime_seconds",
          "coalesced_reads_total",
          "drift_corrections_total",
          "log_lines_dropped_total",
          "version_regressions_total",
          "workload_restarts_total");

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  /** A row of the page: the type, and the words about the labels. */
  private record Row(String type, String labels) {}

  /** By name; each histogram with the gauge that the page says to stand beside it. */
  private static Map<String, Row> rows() throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    String page =
        Files.readString(Path.of(System.getProperty("keyturn.root"), "docs/reference/metrics.md"));
    assertThat(page).contains("Beside each histogram stands a gauge with `_max` at its end");
    for (String line : page.lines().toList()) {
      if (line.startsWith("| `")) {
        List<String> cells = Stream.of(line.split("\\|")).map(String::strip).skip(1).toList();
        Matcher names = NAME.matcher(cells.getFirst());
        while (names.find()) {
          Row row = new Row(cells.get(1), cells.size() > 2 ? cells.get(2) : "");
          rows.put(names.group(1), row);
          if (row.type().contains("histogram")) {
            rows.put(names.group(1) + "_max", new Row("gauge", row.labels()));
          }
        }
      }
    }
    return rows;
  }

  private static Row row(Map<String, Row> rows, String name) {
    return Objects.requireNonNull(rows.get(name), name);
  }

  private String page() {
    return house.page(house.operator(), "/metrics").body();
  }

  private void work() {
    house.tenant("shop");
    house.backend.put(KEY, "v1");
    house.sync("shop", "good", KEY);
    house.sync("shop", "bad", KEY + "/absent");
    house.secret("shop", "app", Map.of("token", "one"));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: leased, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          dataFrom: [{dynamic: {path: %s}}]
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: out, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          push: [{secretKey: token, source: {name: app}, remoteRef: {key: %s, property: token}}]
        """,
        KEY + "/role", KEY + "/pushed");
    house.awaitSynced("shop", "good");
    house.awaitSynced("shop", "leased");
    house.awaitCondition("shop", "bad", "Synced", "False/NotFound");
    house.awaitCondition("shop", "out", "Pushed", "True/UpToDate");
  }

  @Test
  @Proves("N31")
  void whatIsServedIsOnThePageWithItsTypeAndLabelsAndDiesWithItsObject() throws IOException {
    work();
    Map<String, Row> rows = rows();
    String served = page();
    Map<String, String> types =
        TYPE.matcher(served)
            .results()
            .collect(Collectors.toMap(type -> type.group(1), type -> type.group(2)));
    assertThat(types).isNotEmpty();
    types.forEach((name, type) -> {
      assertThat(rows).containsKey(name);
      assertThat(row(rows, name).type()).as(name).contains(type);
    });
    labels(served)
        .forEach((name, labels) ->
            assertThat(labels)
                .as(name)
                .allMatch(
                    label -> row(rows, name).labels().matches("(?s).*\\b" + label + "\\b.*")));
    assertThat(served).doesNotContain(KEY).doesNotContain("folder/").doesNotContain("v1\"");

    List.of("good", "bad", "leased", "out")
        .forEach(name ->
            house.client.resources(SecretSync.class).inNamespace("shop").withName(name).delete());
    house
        .await()
        .untilAsserted(() -> assertThat(page()).doesNotContain("namespace=\"shop\",reason="));
    house.client.resources(SecretStore.class).inNamespace("shop").withName("store").delete();
    house
        .await()
        .untilAsserted(() ->
            assertThat(
                    page()
                        .lines()
                        .filter(line -> line.contains("name=\"") && line.contains("\"shop\"")))
                .isEmpty());
  }

  /** The other way: what the page names is served, too. */
  @Test
  @Proves("N31")
  void whatIsOnThePageIsServed() throws IOException {
    work();
    Set<String> missing = new TreeSet<>(rows().keySet());
    missing.removeAll(NOT_HERE);
    // Of the row of three, which are a counter, a histogram and a gauge, one is the histogram.
    missing.removeAll(Set.of("reconcile_total_max", "reconcile_active_max"));
    String served = page();
    TYPE.matcher(served).results().forEach(type -> missing.remove(type.group(1)));
    assertThat(missing).isEmpty();
  }

  private static Map<String, Set<String>> labels(String served) {
    Map<String, Set<String>> labels = new HashMap<>();
    for (String line : served.lines().toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches() && sample.group(2) != null) {
        String name = sample.group(1).replaceFirst("_(bucket|count|sum)$", "");
        LABEL
            .matcher(sample.group(2))
            .results()
            .map(label -> label.group(1))
            .filter(label -> !label.equals("le"))
            .forEach(label -> labels.computeIfAbsent(name, _ -> new TreeSet<>()).add(label));
      }
    }
    return labels;
  }
}
