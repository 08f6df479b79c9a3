package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AWS that throttles, ends keys early, or gives none. */
final class AwsFaultTest {
  private static final int MANY = 50;

  private final House house = new House();
  private final ScriptedAws aws = new ScriptedAws(house.time);
  private final List<String> names = IntStream.range(0, MANY).mapToObj(i -> "sync-" + i).toList();

  @BeforeEach
  void start() {
    house.allowEndpoints(aws.uri().toString());
    house.restart();
    house.namespace("shop");
    house.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: keys, namespace: shop}
        stringData: {id: AKIAEXAMPLE, secret: s}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          refreshInterval: 1m
          provider:
            aws:
              service: SecretsManager
              region: eu-west-1
              endpoint: %s
              role: arn:aws:iam::123456789012:role/shop
              auth:
                secretRef:
                  accessKeyIDSecretRef: {name: keys, key: id}
                  secretAccessKeySecretRef: {name: keys, key: secret}
        """,
        aws.uri());
    house.awaitStore("shop", "store", "True/Valid");
    for (String name : names) {
      aws.put(name, "one");
      house.sync("shop", name, name, "refreshInterval: 10m");
    }
    names.forEach(name -> house.awaitSynced("shop", name));
  }

  @AfterEach
  void close() {
    house.close();
    aws.close();
  }

  private void awaitAll(String value) {
    names.forEach(name -> house.awaitData("shop", name, Map.of("value", value)));
    names.forEach(name -> house.awaitSynced("shop", name));
  }

  @Fault(
      value = {"V3", "V24"},
      backends = Backend.AWS_SECRETS_MANAGER)
  @Test
  void whereItThrottlesTheStoreRestsAndNoSyncFails() {
    names.forEach(name -> aws.put(name, "two"));
    house.time.stop();
    int reads = aws.reads();
    aws.throttle(MANY);
    house.server.requests().clear();
    house.time.advance(Duration.ofMinutes(11));
    house.await().until(() -> aws.reads() > reads && house.passesUnderWay() == 0);
    // The workers that were at it when the first of them was told to rest.
    assertThat(aws.reads() - reads).isLessThanOrEqualTo(8);
    assertThat(house.writes("shop")).noneMatch(write -> write.contains("secretsyncs/"));
    aws.throttle(0);
    house.time.goOn();
    awaitAll("two");
    assertThat(house.events("shop")).noneMatch(event -> event.getReason().equals("SyncFailed"));
  }

  @Fault(
      value = {"V6", "V24"},
      backends = Backend.AWS_SECRETS_MANAGER)
  @Test
  void keysThatEndEarlyAreReplacedByOneLogin() {
    names.forEach(name -> aws.put(name, "two"));
    int assumed = aws.assumed();
    aws.expireKeys();
    house.time.advance(Duration.ofMinutes(11));
    awaitAll("two");
    assertThat(aws.assumed()).isEqualTo(assumed + 1);
  }

  @Fault(
      value = {"V7", "V24"},
      backends = Backend.AWS_SECRETS_MANAGER)
  @Test
  void withoutItsTokenServiceTheSyncsGoOnWhileTheKeysLiveAndTheStoreWarns() {
    aws.put("closed", "one");
    aws.deny("closed");
    aws.tokensDown(true);
    int assumed = aws.assumed();
    // Whoever is denied would get new keys first.
    house.sync("shop", "closed", "closed", "refreshInterval: 10m");
    house
        .await()
        .untilAsserted(() ->
            assertThat(House.text(house.storeNamed("shop", "store"), "Authenticated"))
                .isEqualTo("True/LoginNotRenewed"));
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.events("shop"))
                .anyMatch(event -> event.getReason().equals("LoginNotRenewed")));
    names.forEach(name -> aws.put(name, "two"));
    house.time.advance(Duration.ofMinutes(11));
    awaitAll("two");
    house.awaitStore("shop", "store", "True/Valid");
    assertThat(aws.assumed()).isEqualTo(assumed);
  }
}
