package dev.keyturn.operator.devcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SyncToken;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of a short-lived token, from when it is made until the next one. */
final class TokenTest {
  private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

  private final House house = House.started();

  TokenTest() {
    house.backend.tokens().clock(house.time);
    house.backend.sessions(Duration.ofDays(3650), true);
    house.tenant("shop");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private int made() {
    return house.backend.ledger().asked(Operation.ISSUE);
  }

  private void sync() {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: pull, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 10m
          dataFrom: [{token: {ecr: {}}}]
        """);
  }

  private static Map<String, String> login(int number) {
    return Map.of(
        "username", "AWS", "password", "p" + number, "proxy_endpoint", "https://" + REGISTRY);
  }

  private void issued() {
    sync();
    house.awaitSynced("shop", "pull");
    house.awaitData("shop", "pull", login(1));
  }

  private SyncToken token() {
    return Objects.requireNonNull(house.status("shop", "pull").token());
  }

  @Proves("P035")
  @Test
  void aTokenIsMadeAnewBeforeItEndsAndARestartMakesNone() {
    issued();
    Instant first = Instant.parse(Objects.requireNonNull(token().expires()));
    house.restart();
    house.awaitSynced("shop", "pull");
    assertThat(made()).isOne();
    house.advanceUntil(Duration.ofMinutes(45), () -> house.awaitData("shop", "pull", login(2)));
    house
        .await()
        .untilAsserted(() ->
            assertThat(Instant.parse(Objects.requireNonNull(token().expires()))).isAfter(first));
    assertThat(made()).isEqualTo(2);
    house.awaitCondition("shop", "pull", "Ready", "True/UpToDate");
  }

  @Test
  void untilThenATokenCostsNoCallAndNoWrite() {
    issued();
    house.awaitReasons("shop", "SecretCreated", "StoreBecameReady");
    house.server.requests().clear();
    house.advance(Duration.ofMinutes(11));
    house.advance(Duration.ofMinutes(11));
    assertThat(house.writes("shop")).noneMatch(write -> write.contains("/pull"));
    assertThat(made()).isOne();
    assertThat(house.backend.ledger().asked(Operation.READ)).isZero();
  }

  @Test
  void theSameTokenAgainIsNotWrittenAgain() {
    house.backend.tokens().repeat();
    issued();
    house.awaitReasons("shop", "SecretCreated", "StoreBecameReady");
    house.server.requests().clear();
    house.advanceUntil(Duration.ofMinutes(45), () -> assertThat(made()).isEqualTo(2));
    assertThat(house.writes("shop")).noneMatch(write -> write.contains("/pull"));
    house.advanceUntil(Duration.ofMinutes(16), () -> house.awaitData("shop", "pull", login(2)));
  }

  @Test
  void inAnOutageTheTokenIsKeptAndReadyIsFalseOnceItHasEnded() {
    issued();
    for (Operation operation : Operation.values()) {
      house.backend.fail(operation, Failure.of(FailureClass.Unavailable), 1_000_000);
    }
    house.advanceUntil(
        Duration.ofMinutes(61),
        () ->
            assertThat(house.condition("shop", "pull", "Ready")).isEqualTo("False/SourceDeleted"));
    house.awaitData("shop", "pull", login(1));
    // What the alert KeyturnLeaseNotRenewed is made from.
    assertThat(house.page(house.operator(), "/metrics").body())
        .contains("keyturn_lease_expiry_timestamp_seconds{", "keyturn_lease_duration_seconds{");
    house.backend.heal();
    house.advanceUntil(Duration.ofMinutes(6), () -> house.awaitData("shop", "pull", login(2)));
    house.awaitCondition("shop", "pull", "Ready", "True/UpToDate");
  }

  @Test
  void aTokenThatIsOverWhenItComesIsNotWritten() {
    house.backend.tokens().life(Duration.ZERO);
    sync();
    house.awaitCondition("shop", "pull", "Synced", "False/InvalidData");
    assertThat(house.client.secrets().inNamespace("shop").withName("pull").get()).isNull();
  }

  @Test
  void theExampleMakesALoginWhatPodsPullWith() throws IOException {
    house.namespace("demo");
    house.store("demo", "aws");
    house.awaitStore("demo", "aws", "True/Valid");
    house.apply(
        "%s",
        Files.readString(
            Path.of(
                System.getProperty("keyturn.root", ".."),
                "examples/24-short-lived-tokens/pull.yaml")));
    house.awaitSynced("demo", "pull");
    Secret secret = house.secret("demo", "pull");
    assertThat(secret.getType()).isEqualTo("kubernetes.io/dockerconfigjson");
    String file =
        new String(Base64.getDecoder().decode(secret.getData().get(".dockerconfigjson")), UTF_8);
    String auth = Base64.getEncoder().encodeToString("AWS:p1".getBytes(UTF_8));
    assertThat(file.replaceAll("\\s", ""))
        .isEqualTo(
            "{\"auths\":{\"%s\":{\"username\":\"AWS\",\"password\":\"p1\",\"auth\":\"%s\"}}}"
                .formatted(REGISTRY, auth));
  }
}
