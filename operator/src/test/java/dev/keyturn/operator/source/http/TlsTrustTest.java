package dev.keyturn.operator.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BackendHttp.Request;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.proof.Fault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTrustTest {
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));

  private final TestCertificates authority = new TestCertificates("known");
  private final TestCertificates stranger = new TestCertificates("stranger");

  private static TlsTrust trust(String bundle) {
    return switch (TlsTrust.ofBundle(bundle.getBytes(UTF_8))) {
      case Outcome.Ok<TlsTrust>(TlsTrust trust) -> trust;
      case Outcome.Failed<TlsTrust>(Failure failure) -> throw new AssertionError(failure);
    };
  }

  private static Outcome<Integer> status(SSLContext context, TlsTrust trust) {
    try (ScriptedServer server =
            ScriptedServer.tls(context, (request, peer) -> peer.answer(200, "", "{}"));
        JdkBackendHttp http =
            new JdkBackendHttp(
                EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
                trust,
                JdkBackendHttp.CONNECT_TIMEOUT)) {
      return http.send(
              new Request("POST", server.uri(), Map.of(), Optional.empty(), 100),
              Deadline.after(Duration.ofSeconds(30)))
          .map(Answer::status);
    }
  }

  @Test
  void everyAuthorityOfTheBundleIsBelieved() {
    TlsTrust both = trust(stranger.pem() + authority.pem());

    assertThat(status(authority.server("127.0.0.1", TOMORROW), both)).isEqualTo(Outcome.ok(200));
    assertThat(status(stranger.server("127.0.0.1", TOMORROW), both)).isEqualTo(Outcome.ok(200));
  }

  @Fault("V18")
  @Test
  void anExpiredCertificateIsATlsError() {
    assertThat(
            status(
                authority.server("127.0.0.1", Instant.now().minus(Duration.ofHours(1))),
                trust(authority.pem())))
        .isEqualTo(Outcome.failed(FailureClass.TlsError));
  }

  @Fault("V18")
  @Test
  void aCertificateForAnotherHostIsATlsError() {
    assertThat(status(authority.server("127.0.0.2", TOMORROW), trust(authority.pem())))
        .isEqualTo(Outcome.failed(FailureClass.TlsError));
  }

  @Fault("V18")
  @Test
  void anUnknownAuthorityIsATlsError() {
    SSLContext server = stranger.server("127.0.0.1", TOMORROW);

    assertThat(status(server, trust(authority.pem())))
        .isEqualTo(Outcome.failed(FailureClass.TlsError));
    assertThat(status(server, TlsTrust.system())).isEqualTo(Outcome.failed(FailureClass.TlsError));
  }

  @Fault("V18")
  @Test
  void aServerWithoutTlsIsATlsError() {
    try (ScriptedServer server =
            ScriptedServer.plain((request, peer) -> peer.answer(200, "", "{}"));
        JdkBackendHttp http =
            new JdkBackendHttp(
                EndpointPolicy.of(List.of("https://127.0.0.1:" + server.port()), Set.of()),
                TlsTrust.system(),
                JdkBackendHttp.CONNECT_TIMEOUT)) {
      assertThat(
              http.send(
                  new Request(
                      "GET",
                      URI.create("https://127.0.0.1:" + server.port()),
                      Map.of(),
                      Optional.empty(),
                      100),
                  Deadline.after(Duration.ofSeconds(30))))
          .isEqualTo(Outcome.failed(FailureClass.TlsError));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kt-canary-7f3a",
        "-----BEGIN CERTIFICATE-----\nkt-canary-7f3a\n-----END CERTIFICATE-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
      })
  void aBundleWithoutCertificatesIsRefused(String bundle) {
    assertThat(TlsTrust.ofBundle(bundle.getBytes(UTF_8)).map(trust -> "believed"))
        .isEqualTo(Outcome.failed(FailureClass.TlsError, FailureDetail.FIELD));
  }
}
