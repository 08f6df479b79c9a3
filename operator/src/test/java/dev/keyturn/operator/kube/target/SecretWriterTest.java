package dev.keyturn.operator.kube.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.client.ScriptedApiServer;
import dev.keyturn.operator.kube.client.ScriptedApiServer.Response;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.proof.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the writer makes of answers; how a real server answers is SecretWriterClusterTest's. */
class SecretWriterTest {
  private static final String OURS =
      """
      {"kind":"Secret","apiVersion":"v1","type":"Opaque","data":{"a":"MQ=="},
       "metadata":{"namespace":"shop","name":"db","uid":"s1","resourceVersion":"%s",
        "ownerReferences":[{"uid":"sync-uid","controller":true}]}}\
      """;

  private final ScriptedApiServer server = new ScriptedApiServer();
  private final KubernetesClients clients =
      new KubernetesClients(server.config(), "test", System::nanoTime);
  private boolean leading = true;
  private final SecretWriter writer =
      new SecretWriter(
          clients.writes(),
          new Macs(MacKey.of(new byte[MacKey.BYTES])),
          namespace -> leading,
          view -> {});

  SecretWriterTest() throws IOException {}

  @AfterEach
  void close() {
    clients.close();
    server.close();
  }

  @Test
  void aFirstWriteIsOneRequestThatCreatesOrNothing() {
    server.answer(request -> Response.json(201, OURS.formatted("5")));
    writer.write(desired(), Optional.empty(), false, () -> LiveSpecs.Standing.CURRENT);

    ScriptedApiServer.Request request = server.requests().getFirst();
    assertThat(server.requests()).hasSize(1);
    assertThat(request.method()).isEqualTo("PATCH");
    assertThat(request.path())
        .isEqualTo("/api/v1/namespaces/shop/secrets/db?fieldManager=keyturn%2Fdb&force=false");
    assertThat(request.body())
        .isEqualTo(
            """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"db","resourceVersion":"1",\
            "labels":{"keyturn.dev/managed":"true"},"ownerReferences":[{"apiVersion":\
            "keyturn.dev/v1alpha1","kind":"SecretSync","name":"db","uid":"sync-uid",\
            "controller":true}]},"type":"Opaque","data":{"a":"MQ==","b":"","c":"eHh4eA=="}}\
            """);
  }

  @Test
  void sendsNothingThatChangesAnythingWhenItMayNotAct() {
    leading = false;

    assertThat(writer.write(desired(), Optional.empty(), false, () -> LiveSpecs.Standing.CURRENT))
        .isEqualTo(new WriteResult.NotLeader());
    assertThat(server.requests()).isEmpty();
  }

  @Fault("L4")
  @Test
  void losesLeadershipBetweenTheLookAndTheWrite() {
    server.answer(request -> {
      leading = false;
      return request.method().equals("GET")
          ? Response.json(200, OURS.formatted("6"))
          : Response.status(409, "Conflict");
    });

    assertThat(writer.write(desired(), Optional.empty(), false, () -> LiveSpecs.Standing.CURRENT))
        .isEqualTo(new WriteResult.NotLeader());
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void givesUpAfterFiveLooksAtAnObjectThatKeepsMoving() {
    server.answer(request ->
        request.method().equals("GET")
            ? Response.json(200, OURS.formatted("6"))
            : Response.status(409, "Conflict"));

    assertThat(writer.write(desired(), Optional.empty(), false, () -> LiveSpecs.Standing.CURRENT))
        .isEqualTo(new WriteResult.Contended());
    assertThat(server.requests()).filteredOn(request -> request.method().equals("GET")).hasSize(5);
  }

  @Test
  void anUpdateNamesTheObjectAndItsVersion() {
    server.answer(request ->
        request.body().contains("\"resourceVersion\":\"1\"")
            ? Response.status(409, "Conflict")
            : Response.json(200, OURS.formatted("6")));
    writer.write(desired(), Optional.empty(), false, () -> LiveSpecs.Standing.CURRENT);

    assertThat(server.requests().getLast().path()).endsWith("&force=true");
    assertThat(server.requests().getLast().body())
        .contains("\"uid\":\"s1\",\"resourceVersion\":\"6\"");
  }

  @ParameterizedTest
  @CsvSource({
    "403, 'secrets \"db\" is forbidden: User \"keyturn\" cannot patch resource', NOT_ENROLLED,",
    "403, 'secrets \"db\" is forbidden: exceeded quota: few, requested: secrets=1', QUOTA,",
    "403, 'admission webhook \"no.example.com\" denied the request: CANARY', ADMISSION,"
        + " no.example.com",
    "400, 'admission webhook \"no.example.com\" denied the request: CANARY', ADMISSION,"
        + " no.example.com",
    "422, 'secrets \"db\" is forbidden: ValidatingAdmissionPolicy `no.canaries` with binding `b`"
        + " denied request: CANARY', ADMISSION, no.canaries",
    "403, 'secrets \"db\" is forbidden: ValidatingAdmissionPolicy denied request: CANARY',"
        + " ADMISSION,",
    "422, 'secrets \"db\" is forbidden: ValidatingAdmissionPolicy `CANARY SPY` with binding `b`"
        + " denied request: CANARY', ADMISSION,"
  })
  void tellsApartWhoForbade(int code, String message, Detail detail, @Nullable String policy) {
    String escaped = message.replace("\"", "\\\"").replace('`', '\'');
    server.answer(request ->
        Response.json(code, "{\"kind\":\"Status\",\"message\":\"%s\"}".formatted(escaped)));

    WriteResult result =
        writer.write(desired(), Optional.empty(), false, () -> LiveSpecs.Standing.CURRENT);

    assertThat(result).isEqualTo(new WriteResult.Forbidden(detail, Optional.ofNullable(policy)));
    assertThat(result.toString()).doesNotContain("CANARY");
  }

  @Test
  void aTerminatingNamespaceIsGone() {
    server.answer(request ->
        Response.json(403, "{\"details\":{\"causes\":[{\"reason\":\"NamespaceTerminating\"}]}}"));

    assertThat(writer.write(desired(), Optional.empty(), false, () -> LiveSpecs.Standing.CURRENT))
        .isEqualTo(new WriteResult.NamespaceGone());
  }

  @Test
  void passesOnHowLongTheServerAsksToWait() {
    server.answer(request -> Response.status(429, "TooManyRequests").with("Retry-After", "7"));

    assertThat(writer.write(desired(), Optional.empty(), false, () -> LiveSpecs.Standing.CURRENT))
        .isEqualTo(new WriteResult.Unavailable(Optional.of(Duration.ofSeconds(7))));
  }

  @Test
  void fieldManagersAreShortenedWhereTheServerWouldRefuseThem() {
    assertThat(FieldManagers.ofSync("db")).isEqualTo("keyturn/db");
    assertThat(FieldManagers.ofSync("x".repeat(120))).hasSize(128);
    assertThat(FieldManagers.ofSync("x".repeat(121)))
        .hasSize(113)
        .matches("keyturn/x{92}-[0-9a-f]{12}")
        .isNotEqualTo(FieldManagers.ofSync("x".repeat(122)));
  }

  private static DesiredSecret desired() {
    return new DesiredSecret(
        "shop",
        "db",
        new DesiredSecret.Sync("SecretSync", "db", "sync-uid"),
        DesiredSecret.Policy.OWNER,
        false,
        false,
        "Opaque",
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(Map.of("a", bytes("1"), "b", bytes(""), "c", bytes("xxxx"))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
