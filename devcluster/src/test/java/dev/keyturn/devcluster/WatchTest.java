package dev.keyturn.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.devcluster.Cluster.Reply;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.json.MalformedJsonException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WatchTest {
  private static final String SECRETS = "/api/v1/namespaces/default/secrets";

  private final Cluster cluster =
      new Cluster(
          DevClusterOptions.defaults()
              .withTls(false)
              .withHistoryLimit(20)
              .withBookmarkInterval(Duration.ofMillis(100)));

  @AfterEach
  void close() {
    cluster.close();
  }

  private Secret create(String name, Map<String, String> labels) {
    Secret secret = Cluster.secret(name, Map.of("a", "YQ=="));
    secret.getMetadata().setLabels(labels);
    return cluster.client.resource(secret).create();
  }

  private void label(String name, String value) {
    cluster.call(
        "PATCH",
        SECRETS + "/" + name,
        "application/merge-patch+json",
        "{\"metadata\":{\"labels\":{\"app\":" + value + "}}}");
  }

  private String version() {
    return Json.text(cluster.get(SECRETS).body(), "metadata", "resourceVersion");
  }

  private List<String> watch(String query) {
    return cluster.stream(SECRETS + "?watch=1&timeoutSeconds=1&" + query)
        .lines()
        .map(WatchTest::summary)
        .toList();
  }

  private static String summary(String line) {
    try {
      var event = Json.parse(line.getBytes(StandardCharsets.UTF_8));
      return Json.text(event, "type")
          + " "
          + Json.text(event, "object", "metadata", "name")
          + Json.text(event, "object", "code");
    } catch (MalformedJsonException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void eventsStartAfterTheGivenVersion() {
    create("a", Map.of());
    String version = version();
    create("b", Map.of());
    label("a", "\"x\"");
    cluster.client.secrets().inNamespace("default").withName("b").delete();
    assertThat(watch("resourceVersion=" + version))
        .containsExactly("ADDED b", "MODIFIED a", "DELETED b");
  }

  @Test
  void withoutAVersionThePresentStateComesFirst() {
    create("a", Map.of());
    assertThat(watch("")).containsExactly("ADDED a");
  }

  @Test
  void losingTheSelectedLabelIsADeletionAndGainingItAnAddition() {
    create("a", Map.of("app", "x"));
    create("b", Map.of());
    String version = version();
    label("a", "null");
    label("b", "\"x\"");
    create("c", Map.of("app", "y"));
    assertThat(watch("labelSelector=app%3Dx&resourceVersion=" + version))
        .containsExactly("DELETED a", "ADDED b");
  }

  @Test
  void aVersionOlderThanTheHistoryIsExpired() {
    String version = version();
    for (int i = 0; i < 25; i++) {
      create("s" + i, Map.of());
    }
    assertThat(watch("resourceVersion=" + version)).containsExactly("ERROR 410");
  }

  @Test
  void forgottenHistoryIsExpiredForListsAndWatches() {
    create("a", Map.of());
    create("b", Map.of());
    Reply page = cluster.get(SECRETS + "?limit=1");
    String version = version();
    cluster.server.faults().expireHistory();
    assertThat(watch("resourceVersion=" + version)).containsExactly("ERROR 410");
    String token = Json.text(page.body(), "metadata", "continue");
    assertThat(cluster.get(SECRETS + "?limit=1&continue=" + token).status()).isEqualTo(410);
  }

  @Test
  void bookmarksCarryTheNewestVersionOnRequest() {
    create("a", Map.of());
    List<String> events = watch("allowWatchBookmarks=true&resourceVersion=" + version());
    assertThat(events).isNotEmpty().allMatch(event -> event.equals("BOOKMARK "));
  }

  @Test
  void aWatchListEndsItsInitialEventsWithABookmark() {
    create("a", Map.of());
    String lines =
        cluster.stream(
            SECRETS
                + "?watch=1&timeoutSeconds=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan");
    assertThat(lines.lines().skip(1).findFirst().orElse(""))
        .contains("\"k8s.io/initial-events-end\":\"true\"");
  }

  @Test
  void anInformerFollowsThroughClosedAndExpiredWatches() {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (SharedIndexInformer<Secret> informer =
        cluster.client.secrets().inNamespace("default").inform(recorder(seen))) {
      create("a", Map.of());
      await().untilAsserted(() -> assertThat(seen).contains("+a"));
      cluster.server.faults().closeWatches("secrets");
      create("b", Map.of());
      await().untilAsserted(() -> assertThat(seen).contains("+b"));
      cluster.server.faults().expireWatches("secrets");
      cluster.client.secrets().inNamespace("default").withName("a").delete();
      await().untilAsserted(() -> assertThat(seen).contains("-a"));
      assertThat(informer.getStore().list()).hasSize(1);
    }
  }

  @Test
  void eventsAreDroppedAndDuplicatedOnOrder() {
    String version = version();
    create("a", Map.of());
    create("b", Map.of());
    create("c", Map.of());
    cluster.server.faults().dropWatchEvents(1, "secrets");
    cluster.server.faults().duplicateWatchEvents(1, "secrets");
    assertThat(watch("resourceVersion=" + version))
        .containsExactly("ADDED b", "ADDED b", "ADDED c");
  }

  private static ResourceEventHandler<Secret> recorder(List<String> seen) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(Secret secret) {
        seen.add("+" + secret.getMetadata().getName());
      }

      @Override
      public void onUpdate(Secret before, Secret after) {
        seen.add("=" + Objects.requireNonNull(after).getMetadata().getName());
      }

      @Override
      public void onDelete(Secret secret, boolean unknown) {
        seen.add("-" + secret.getMetadata().getName());
      }
    };
  }
}
