package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.CANARY;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * The agent of Pod Identity, the one place where the SDK speaks HTTP itself: whatever it answers, a
 * login that lives goes on, nothing is followed and nothing repeated.
 */
final class OperatorIdentityFaultTest {
  private static final Map<String, String> POD =
      Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "set");

  private static Failure login(ScriptedServer agent, Duration patience) {
    String property = SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI.property();
    System.setProperty(property, agent.uri() + "/v1/credentials");
    try (AwsFixture aws = new AwsFixture();
        ProviderClient client = aws.client(List.of(), new AwsAuth.OfTheOperator(), POD)) {
      Failure failure = failure(client.login(Deadline.after(patience)));
      assertThat(agent.requests()).isNotEmpty();
      assertThat(failure.toString()).doesNotContain(CANARY);
      return failure;
    } finally {
      System.clearProperty(property);
    }
  }

  @Fault(
      value = {"V7", "V24"},
      backends = {Backend.AWS_SECRETS_MANAGER, Backend.AWS_PARAMETER_STORE})
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "[]",
        "<!DOCTYPE html><html>kt-canary-7f3a</html>",
        "{\"AccessKeyId\":\"kt-canary-7f3a",
        "{\"AccessKeyId\":\"kt-canary-7f3a\"}"
      })
  void anAnswerWithoutKeysIsUnavailable(String body) {
    try (ScriptedServer agent = ScriptedServer.plain((request, peer) -> peer.json(200, body))) {
      assertThat(login(agent, Duration.ofSeconds(15)).kind()).isEqualTo(FailureClass.Unavailable);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 429, 500, 503})
  void aRefusalOfTheAgentIsUnavailable(int status) {
    try (ScriptedServer agent =
        ScriptedServer.plain((request, peer) -> peer.answer(status, "", CANARY))) {
      assertThat(login(agent, Duration.ofSeconds(15)).kind()).isEqualTo(FailureClass.Unavailable);
    }
  }

  @Test
  void anAnswerThatIsCutOffIsUnavailable() {
    try (ScriptedServer agent =
        ScriptedServer.plain((request, peer) -> {
          peer.raw("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{}");
          peer.reset();
        })) {
      assertThat(login(agent, Duration.ofSeconds(15)).kind()).isEqualTo(FailureClass.Unavailable);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    try (ScriptedServer elsewhere =
            ScriptedServer.plain((request, peer) -> peer.answer(200, "", "{}"));
        ScriptedServer agent =
            ScriptedServer.plain((request, peer) ->
                peer.answer(status, "Location: " + elsewhere.uri() + "/\r\n", ""))) {
      assertThat(login(agent, Duration.ofSeconds(15)).kind()).isEqualTo(FailureClass.Unavailable);
      assertThat(elsewhere.connections()).isZero();
    }
  }

  /** The SDK bounds the wait for one byte; here the next one always comes in time. */
  @Test
  void anAgentThatDripsEndsAtTheDeadlineAndIsHungUpOn() {
    AtomicInteger left = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedServer agent =
        ScriptedServer.plain((request, peer) -> {
          try {
            peer.raw("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            while (!never.await(10, TimeUnit.MILLISECONDS)) {
              peer.raw(" ");
            }
          } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
          } finally {
            left.incrementAndGet();
          }
        })) {
      assertThat(login(agent, Duration.ofMillis(300)).kind()).isEqualTo(FailureClass.Timeout);
      // It may begin once more before it sees that nobody waits.
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> left.get() == agent.connections());
    }
  }
}
