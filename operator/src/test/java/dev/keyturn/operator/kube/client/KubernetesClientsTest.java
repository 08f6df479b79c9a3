package dev.keyturn.operator.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.operator.kube.client.ScriptedApiServer.Response;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesClientsTest {
  private static final String SECRETS = "/api/v1/namespaces/shop/secrets";

  private final ScriptedApiServer server = new ScriptedApiServer();
  private final AtomicLong nanos = new AtomicLong();
  private final KubernetesClients clients =
      new KubernetesClients(server.config(), "1.2.3", nanos::get);

  KubernetesClientsTest() throws IOException {}

  @AfterEach
  void close() {
    clients.close();
    server.close();
  }

  @Test
  void timeoutsRepetitionsAndWatchesAreSetAndNotTheLibrarysDefaults() {
    Config reading = clients.reading().getConfiguration();

    assertThat(reading.getConnectionTimeout()).isEqualTo(5_000);
    assertThat(reading.getRequestTimeout()).isEqualTo(10_000);
    assertThat(reading.getRequestRetryBackoffLimit()).isEqualTo(2);
    assertThat(reading.isOnlyHttpWatches()).isTrue();
    assertThat(reading.getMaxConcurrentRequests()).isEqualTo(256);
  }

  @Test
  void namesItselfAndItsVersion() {
    clients.writes().send(ApiCall.get(SECRETS));

    assertThat(server.requests().getFirst().header("User-agent")).isEqualTo("keyturn/1.2.3");
  }

  /** A body that comes compressed could not be rewritten as it comes. */
  @Test
  void asksForNoCompression() {
    server.answer(request -> Response.json(200, "{\"items\":[]}"));
    clients.writes().send(ApiCall.get(SECRETS));
    clients.reading().secrets().inNamespace("shop").list();

    assertThat(server.requests())
        .hasSize(2)
        .allMatch(request -> request.header("Accept-encoding").isEmpty());
  }

  @Test
  void aWriteIsSentOnceWhateverTheAnswer() {
    server.answer(request -> Response.status(503, "ServiceUnavailable"));

    ApiAnswer answer = clients.writes().send(write(SECRETS));

    assertThat(answer).isEqualTo(new ApiAnswer.Unavailable(Optional.empty(), true));
    assertThat(server.requests()).hasSize(1);
  }

  @Fault("K4")
  @Test
  void aRetryAfterSilencesThatVerbOnThatResourceAndNothingElse() {
    server.answer(request -> Response.status(429, "TooManyRequests").with("Retry-After", "7"));
    clients.writes().send(write(SECRETS));
    server.answer(request -> Response.json(200, "{}"));

    advance(Duration.ofMillis(6_999));
    assertThat(clients.writes().send(write("/api/v1/namespaces/other/secrets")))
        .isEqualTo(new ApiAnswer.Unavailable(Optional.of(Duration.ofMillis(1)), false));
    assertThat(server.requests()).hasSize(1);

    assertThat(clients.writes().send(ApiCall.get(SECRETS))).isInstanceOf(ApiAnswer.Success.class);
    assertThat(clients.writes().send(write("/api/v1/namespaces/shop/configmaps")))
        .isInstanceOf(ApiAnswer.Success.class);

    advance(Duration.ofMillis(1));
    assertThat(clients.writes().send(write(SECRETS))).isInstanceOf(ApiAnswer.Success.class);
  }

  @Fault("K4")
  @Test
  void aRetryAfterSilencesTheReadingClientTooDespiteItsRepetitions() {
    server.answer(request -> Response.status(429, "TooManyRequests").with("Retry-After", "7"));

    assertThatThrownBy(() -> clients.reading().secrets().inNamespace("shop").list())
        .isInstanceOf(RuntimeException.class);
    assertThat(server.requests()).hasSize(1);

    assertThatThrownBy(() -> clients.reading().secrets().inNamespace("shop").list())
        .isInstanceOf(RuntimeException.class);
    assertThat(server.requests()).hasSize(1);

    server.answer(request -> Response.json(200, "{\"kind\":\"SecretList\",\"items\":[]}"));
    advance(Duration.ofSeconds(7));
    assertThat(clients.reading().secrets().inNamespace("shop").list().getItems()).isEmpty();
  }

  @Test
  void aPauseOfOtherCallsNeverHoldsALeaseUp() {
    String lease = "/apis/coordination.k8s.io/v1/namespaces/keyturn/leases/keyturn";
    server.answer(request -> Response.status(429, "TooManyRequests").with("Retry-After", "7"));
    clients.writes().send(ApiCall.get(lease));
    server.answer(request -> Response.json(200, "{}"));

    assertThat(clients.leaseCalls().send(ApiCall.get(lease))).isInstanceOf(ApiAnswer.Success.class);
  }

  @Test
  void noServerSilencesUsForLongerThanFiveMinutes() {
    server.answer(request -> Response.status(429, "TooManyRequests").with("Retry-After", "999999"));
    clients.writes().send(write(SECRETS));
    server.answer(request -> Response.json(200, "{}"));

    advance(Duration.ofMinutes(5));
    assertThat(clients.writes().send(write(SECRETS))).isInstanceOf(ApiAnswer.Success.class);
  }

  @Test
  void aServerThatIsNotThereIsUnavailableAndNothingWasApplied() {
    server.close();

    assertThat(clients.writes().send(write(SECRETS)))
        .isEqualTo(new ApiAnswer.Unavailable(Optional.empty(), false));
  }

  @Test
  void aRefusalKeepsCodesAndFieldsAndNoWordOfTheServer() {
    server.answer(request ->
        Response.json(
            422,
            """
            {"kind":"Status","reason":"Invalid","message":"Invalid value: \\"CANARY\\"",
             "details":{"kind":"Secret","causes":[
              {"reason":"FieldValueInvalid","message":"CANARY","field":"type"}]}}\
            """));

    ApiAnswer answer = clients.writes().send(write(SECRETS));

    assertThat(answer)
        .isInstanceOfSatisfying(
            ApiAnswer.Refused.class,
            refused -> {
              assertThat(refused.refusal().hasField("type")).isTrue();
              assertThat(refused.refusal().reason()).isEqualTo("Invalid");
            });
    assertThat(answer.toString()).doesNotContain("CANARY");
  }

  private static ApiCall write(String path) {
    return ApiCall.apply(path, "keyturn/db", false, "{}".getBytes(StandardCharsets.UTF_8));
  }

  private void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
