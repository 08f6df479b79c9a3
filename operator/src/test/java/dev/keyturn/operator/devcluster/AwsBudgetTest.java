package dev.keyturn.operator.devcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.provider.aws.MotoBackend;
import dev.keyturn.operator.provider.aws.RealMoto;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a thousand syncs of a hundred secrets ask of AWS, as a moto server counts it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AwsBudgetTest {
  private static final Duration INTERVAL = Duration.ofHours(5);
  private static final int SECRETS = 100;
  private static final int SYNCS = 1000;
  private static final int REQUESTS = 5;
  private static final int COARSE = 5;
  private static final int FINE = 20;

  private final RealMoto moto = new RealMoto();
  private final MotoBackend aws = new MotoBackend(moto);
  private final House house = new House();

  @AfterAll
  void close() {
    house.close();
    aws.close();
    moto.close();
  }

  private void store() {
    house.namespace("shop");
    house
        .client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("aws")
                .withNamespace("shop")
                .endMetadata()
                .withStringData(Map.of("id", moto.accessKeyId(), "secret", moto.secretAccessKey()))
                .build())
        .create();
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          refreshInterval: 20d
          provider:
            aws:
              region: %s
              endpoint: %s
              auth:
                secretRef:
                  accessKeyIDSecretRef: {name: aws, key: id}
                  secretAccessKeySecretRef: {name: aws, key: secret}
        """,
        aws.region(), moto.uri());
  }

  private static String key(int secret) {
    return "shop/" + secret;
  }

  /** The answers are large: they are not asked for more often than that. */
  private ConditionFactory await(Duration between) {
    return house.await().atMost(Duration.ofMinutes(2)).pollInterval(between);
  }

  private void create(String name, String key) {
    SecretSync sync =
        Serialization.unmarshal(
            """
            apiVersion: keyturn.dev/v1alpha1
            kind: SecretSync
            metadata: {name: %s, namespace: shop}
            spec:
              refreshInterval: 5h
              secretStoreRef: {name: store}
              data: [{secretKey: value, remoteRef: {key: %s}}]
            """
                .formatted(name, key),
            SecretSync.class);
    house.client.resource(sync).create();
  }

  private boolean allAreSynced() {
    return house.client.resources(SecretSync.class).inNamespace("shop").list().getItems().stream()
        .map(SecretSync::getStatus)
        .allMatch(AwsBudgetTest::isSynced);
  }

  private static boolean isSynced(@Nullable SecretSyncStatus status) {
    return status != null && Cluster.text(status.conditions(), "Synced").equals("True/UpToDate");
  }

  /**
   * In steps, so that the syncs come due one after the other as they do in the world: each step has
   * its share of them, and ends with them.
   */
  private void interval(int steps) {
    for (int step = 0; step < steps; step++) {
      double passes =
          sum(
              house.page(house.operator(), "/metrics").body(),
              "keyturn_reconcile_duration_seconds_count");
      house.time.advance(INTERVAL.dividedBy(steps));
      double[] last = {passes};
      await(Duration.ofMillis(200)).until(() -> hasEnded(passes, last));
    }
  }

  /**
   * When nothing has ended since the look before either: between the passes of one moment there is
   * none under way, and a clock that is moved then ends the calls of the rest.
   */
  private boolean hasEnded(double passesBefore, double[] last) {
    String page = house.page(house.operator(), "/metrics").body();
    double ended = sum(page, "keyturn_reconcile_duration_seconds_count");
    boolean isStill = ended == last[0];
    last[0] = ended;
    return ended > passesBefore
        && isStill
        && sum(page, "keyturn_reconcile_active") == 0
        && sum(page, "keyturn_reconcile_queue_depth") == 0;
  }

  /** Five requests an interval, and one that belongs to the next. */
  private static int most(int intervals) {
    return intervals * REQUESTS + 1;
  }

  private long holders(String value) {
    String encoded = Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
    return house.client.secrets().inNamespace("shop").list().getItems().stream()
        .map(Secret::getData)
        .filter(data -> encoded.equals(data.get("value")))
        .count();
  }

  @Test
  void aThousandSyncsCostARequestForTwentySecretsAndAChangeReachesAllOfItsSyncs() {
    for (int secret = 0; secret < SECRETS; secret++) {
      aws.putText(key(secret), "v1");
    }
    house.allowEndpoints(moto.uri().toString());
    store();
    for (int sync = 0; sync < SYNCS; sync++) {
      create("sync-" + sync, key(sync % SECRETS));
    }
    house.restart();
    await(Duration.ofMillis(500)).until(this::allAreSynced);
    String page = house.page(house.operator(), "/metrics").body();
    assertThat(sum(page, "keyturn_store_calls_per_hour")).isPositive();
    assertThat(sum(page, "keyturn_store_cost_usd_per_month")).isPositive();
    // Behind a start nothing is due for a while; then they are spread as their phases are.
    interval(COARSE);
    moto.recordRequests();
    interval(FINE);
    interval(FINE);
    assertThat(moto.recordedActions())
        .containsOnly("BatchGetSecretValue")
        .hasSizeLessThanOrEqualTo(most(2));

    aws.putText(key(42), "v2");
    moto.recordRequests();
    interval(FINE);
    house.await().until(() -> holders("v2") == SYNCS / SECRETS);
    assertThat(moto.recordedActions())
        .containsOnly("BatchGetSecretValue")
        .hasSizeLessThanOrEqualTo(most(1));
  }

  /** The sum of all series of this name. */
  private static double sum(String page, String name) {
    return page.lines()
        .filter(line -> line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
