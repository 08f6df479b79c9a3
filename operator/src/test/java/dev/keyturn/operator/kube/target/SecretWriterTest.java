package dev.keyturn.operator.kube.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.client.ScriptedApiServer;
import dev.keyturn.operator.kube.client.ScriptedApiServer.Response;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.proof.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writer makes of answers; how a real server answers is SecretWriterClusterTest's. */
class SecretWriterTest {
  private static final String OURS =
      """
      {"kind":"Secret","apiVersion":"v1","type":"Opaque","data":{"a":"MQ=="},
       "metadata":{"namespace":"shop","name":"db","uid":"s1","resourceVersion":"%s",
        "ownerReferences":[{"uid":"sync-uid","controller":true}]}}\
      """;

  private static final Macs MACS = new Macs(MacKey.of(new byte[MacKey.BYTES]));

  private final ScriptedApiServer server = new ScriptedApiServer();
  private final KubernetesClients clients =
      new KubernetesClients(server.config(), "test", System::nanoTime);
  private volatile boolean leading = true;
  private final SecretWriter writer =
      new SecretWriter(clients.writes(), MACS, namespace -> leading, view -> {});

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
  void ofTheAnswerItSeesHashesAlone() {
    server.answer(request -> Response.json(201, OURS.formatted("5")));

    assertThat(write(writer, desired()))
        .isInstanceOfSatisfying(
            WriteResult.Written.class,
            written ->
                assertThat(written.view().valueMacs())
                    .isEqualTo(Map.of("a", MACS.value("shop", "db", "a", bytes("1")))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":5}", "{\"a\":\"MQ=\"}", "{\"a\":\"MQ==\""})
  void anAnswerThatIsNoSecretIsMalformed(String data) {
    server.answer(
        request -> Response.json(200, OURS.formatted("5").replace("{\"a\":\"MQ==\"}", data)));

    assertThat(write(writer, desired())).isEqualTo(new WriteResult.Malformed());
  }

  @Test
  void aLargeWriteWaitsForItsTurnAndASmallOneDoesNot() {
    CountDownLatch mayAnswer = hold("large-1");
    SecretWriter one = writer(clients.writes(), new LargeWrites(1));
    CompletableFuture<WriteResult> first = start(one, large("large-1"));
    await().until(() -> server.requests().size() == 1);
    CompletableFuture<WriteResult> second = start(one, large("large-2"));

    assertThat(write(one, desired())).isInstanceOf(WriteResult.Written.class);
    assertThat(names()).containsExactly("large-1", "db");
    mayAnswer.countDown();
    assertThat(first.join()).isInstanceOf(WriteResult.Written.class);
    assertThat(second.join()).isInstanceOf(WriteResult.Written.class);
    assertThat(names()).containsExactly("large-1", "db", "large-2");
  }

  @Fault("L4")
  @Test
  void losesLeadershipWhileItWaitsForItsTurn() {
    CountDownLatch mayAnswer = hold("large-1");
    SecretWriter one = writer(clients.writes(), new LargeWrites(1));
    CompletableFuture<WriteResult> first = start(one, large("large-1"));
    await().until(() -> server.requests().size() == 1);
    CompletableFuture<WriteResult> second = start(one, large("large-2"));
    leading = false;

    await()
        .untilAsserted(() -> assertThat(second).isCompletedWithValue(new WriteResult.NotLeader()));
    assertThat(first).isNotDone();
    mayAnswer.countDown();
    assertThat(first.join()).isInstanceOf(WriteResult.Written.class);
    assertThat(names()).containsExactly("large-1");
  }

  @Test
  void aCallWithoutAnAnswerHoldsItsTurnNoLongerThanItsTimeout() {
    CountDownLatch never = hold("large-1");
    LargeWrites turns = new LargeWrites(1);
    SecretWriter one = writer(new ApiServer(clients.reading(), Duration.ofMillis(100)), turns);

    assertThat(write(one, large("large-1")))
        .isEqualTo(new WriteResult.Unavailable(Optional.empty()));
    assertThat(turns.await(() -> false)).isEqualTo(LargeWrites.Turn.MINE);
    never.countDown();
  }

  private CountDownLatch hold(String name) {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    server.answer(request -> {
      if (request.path().contains("/" + name + "?")) {
        awaited(mayAnswer);
      }
      return Response.json(201, OURS.formatted("5"));
    });
    return mayAnswer;
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The Secrets that requests were about, in their order. */
  private List<String> names() {
    return server.requests().stream()
        .map(request -> request.path().replaceAll(".*/secrets/|\\?.*", ""))
        .toList();
  }

  private SecretWriter writer(ApiServer api, LargeWrites large) {
    return new SecretWriter(api, MACS, namespace -> leading, view -> {}, large);
  }

  private static WriteResult write(SecretWriter writer, DesiredSecret desired) {
    return writer.write(desired, Optional.empty(), false, () -> LiveSpecs.Standing.CURRENT);
  }

  /** Begins a write, and returns when it has been sent or waits. */
  private static CompletableFuture<WriteResult> start(SecretWriter writer, DesiredSecret desired) {
    CompletableFuture<WriteResult> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform().daemon().start(() -> result.complete(write(writer, desired)));
    await().until(() -> result.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
    return result;
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
    return desired("db", Map.of("a", bytes("1"), "b", bytes(""), "c", bytes("xxxx")));
  }

  private static DesiredSecret large(String name) {
    return desired(name, Map.of("a", new byte[LargeWrites.LARGE], "b", bytes("1")));
  }

  private static DesiredSecret desired(String name, Map<String, byte[]> data) {
    return new DesiredSecret(
        "shop",
        name,
        new DesiredSecret.Sync("SecretSync", "db", "sync-uid"),
        DesiredSecret.Policy.OWNER,
        false,
        false,
        "Opaque",
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(data));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
