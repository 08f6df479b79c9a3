package dev.keyturn.operator.devcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.operator.observe.Logging;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a value that only the Secret may hold in everything else that leaves the operator: the
 * log at its finest, events, statuses, metrics.
 */
final class LeakTest {
  private static final String CANARY = "canary-7f3a9d51>e2b8?4c60";
  private static final byte[] BYTES = CANARY.getBytes(UTF_8);
  private static final List<String> FORMS =
      List.of(
          CANARY,
          unpadded(Base64.getEncoder().encodeToString(BYTES)),
          unpadded(Base64.getUrlEncoder().encodeToString(BYTES)),
          URLEncoder.encode(CANARY, UTF_8),
          HexFormat.of().formatHex(BYTES));

  private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final House house = new House();
  private final Path log = house.folder.resolve("operator.log");

  @BeforeEach
  void listen() {
    Logging.toFile(log, "DEBUG");
    logging.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
    logging.getLogger("dev.keyturn").setLevel(Level.TRACE);
    house.restart();
    house.tenant("shop");
  }

  @AfterEach
  void close() throws JoranException {
    house.close();
    logging.reset();
    new ContextInitializer(logging).autoConfig();
  }

  private static String unpadded(String base64) {
    // Without the last characters, which depend on what follows the value.
    return base64.substring(0, base64.length() - 4);
  }

  private void assertNothingLeaked() throws IOException {
    String everything =
        Files.readString(log)
            + Serialization.asJson(
                house.client.events().v1().events().inAnyNamespace().list().getItems())
            + Serialization.asJson(
                house.client.resources(SecretSync.class).inAnyNamespace().list().getItems())
            + Serialization.asJson(
                house.client.resources(SecretStore.class).inAnyNamespace().list().getItems())
            + house.page(house.operator(), "/metrics").body();
    assertThat(everything).contains("operator started").contains("shop");
    for (String form : FORMS) {
      assertThat(everything.indexOf(form))
          .as("place of a form of the value: %s", form)
          .isEqualTo(-1);
    }
  }

  private void failing(String name, String key, String more, String reason) {
    house.sync("shop", name, key, more);
    house.awaitCondition("shop", name, "Synced", "False/" + reason);
  }

  @Test
  void aValueThatIsWrittenAndRepairedIsNowhereElse() throws IOException {
    house.backend.put("good", CANARY);
    house.sync("shop", "db", "good");
    house.awaitSynced("shop", "db");
    assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", CANARY));
    house.client.secrets().inNamespace("shop").withName("db").delete();
    house.awaitData("shop", "db", Map.of("value", CANARY));
    house.backend.put("good", CANARY + "2");
    house.advance(Duration.ofMinutes(70));
    house.awaitData("shop", "db", Map.of("value", CANARY + "2"));
    house.backend.failRead("good", Failure.of(FailureClass.Unavailable), 1_000);
    house.advance(Duration.ofMinutes(70));
    house.awaitCondition("shop", "db", "Synced", "False/Unavailable");
    assertNothingLeaked();
  }

  @Test
  void aValueThatCannotBeUsedIsNowhereAtAll() throws IOException {
    house.backend.put("text", CANARY);
    house.backend.put(
        "broken",
        ("{\"a\": \"" + CANARY + "\", ").getBytes(UTF_8),
        dev.keyturn.operator.provider.RemoteValue.Shape.JSON_OBJECT);
    failing(
        "template",
        "text",
        "target: {template: {data: {a: '{{ .value | fromJson }}'}}}",
        "TemplateError");
    failing(
        "missing", "text", "target: {template: {data: {a: '{{ .other.deep }}'}}}", "TemplateError");
    failing(
        "tls",
        "text",
        "target: {template: {type: kubernetes.io/tls, data:"
            + " {tls.crt: '{{ .value }}', tls.key: '{{ .value }}'}}}",
        "TargetInvalid");
    failing(
        "docker",
        "text",
        "target: {template: {type: kubernetes.io/dockerconfigjson, data:"
            + " {.dockerconfigjson: '{{ .value }}'}}}",
        "TargetInvalid");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: property, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          data:
          - {secretKey: a, remoteRef: {key: broken, property: a}}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: decoded, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          data:
          - {secretKey: a, remoteRef: {key: text, decodingStrategy: Base64}}
        """);
    house.awaitCondition("shop", "property", "Synced", "False/InvalidData");
    house.awaitCondition("shop", "decoded", "Synced", "False/InvalidData");
    assertNothingLeaked();
  }

  @Test
  void aValueThatTheApiServerRefusesIsNowhereElse() throws IOException {
    house.backend.put("good", CANARY);
    for (int status : List.of(400, 403, 409, 413, 422, 429, 500, 503)) {
      String name = "refused-" + status;
      house.server.faults().failNext(6, RequestMatch.of("apply", "secrets").withName(name), status);
      house.sync("shop", name, "good");
      house
          .await()
          .untilAsserted(
              () -> assertThat(house.condition("shop", name, "Synced")).startsWith("False/"));
    }
    house.server.faults().clear();
    house.server.faults().loseReplies(1, RequestMatch.of("apply", "secrets").withName("lost"));
    house.sync("shop", "lost", "good");
    house.awaitData("shop", "lost", Map.of("value", CANARY));
    assertNothingLeaked();
  }
}
