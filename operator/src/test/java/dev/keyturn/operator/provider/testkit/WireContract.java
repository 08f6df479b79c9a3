package dev.keyturn.operator.provider.testkit;

import static dev.keyturn.operator.provider.FailureClass.AuthFailed;
import static dev.keyturn.operator.provider.FailureClass.InvalidData;
import static dev.keyturn.operator.provider.FailureClass.Throttled;
import static dev.keyturn.operator.provider.FailureClass.TlsError;
import static dev.keyturn.operator.provider.FailureClass.Unavailable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TestCertificates;
import dev.keyturn.operator.source.http.TlsTrust;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every provider makes of a backend whose answers are broken: each question that it can ask
 * meets the fault over a real socket, by the client's own request and the transport of production,
 * and ends in the class that the error list names.
 */
public abstract class WireContract extends WireQuestions {
  private static final TestCertificates AUTHORITY = new TestCertificates("known");

  // Made once: the password of their keys takes its time.
  private static final SSLContext EXPIRED_CERTIFICATE =
      AUTHORITY.server("127.0.0.1", Instant.now().minus(Duration.ofHours(1)));
  private static final SSLContext FOREIGN_CERTIFICATE =
      AUTHORITY.server("127.0.0.2", Instant.now().plus(Duration.ofDays(1)));
  private static final SSLContext STRANGE_CERTIFICATE =
      new TestCertificates("stranger").server("127.0.0.1", Instant.now().plus(Duration.ofDays(1)));

  @Proves("P004")
  @Fault("V3")
  @ParameterizedTest
  @RetryAfterHeaders
  void aThrottledQuestionSaysHowLongToWait(String header, String seconds) {
    Optional<Duration> wait = RetryAfterHeaders.Wait.of(seconds);
    for (Met met : meet(429, (request, peer) -> peer.answer(429, header + "\r\n", "{}"))) {
      met.assertIs(Throttled, FailureDetail.NONE);
      assertThat(met.failure().retryAfter()).as(met.question()).isEqualTo(wait);
    }
  }

  @ParameterizedTest
  @CsvSource({"500, Unavailable", "502, Unavailable", "503, Unavailable", "504, Timeout"})
  void anErrorOfTheServerIsNoWordAboutTheSecret(int status, FailureClass expected) {
    for (Met met : meet(status, (request, peer) -> peer.answer(status, "", CANARY))) {
      met.assertIs(expected, FailureDetail.NONE);
    }
  }

  /**
   * A reverse proxy says so of everything; only the backend itself can say that a secret is gone.
   */
  @Fault("V8")
  @Test
  void whatAProxyDoesNotFindIsNotGone() {
    for (Met met :
        meet(
            404,
            (request, peer) ->
                peer.answer(404, "Content-Type: text/html\r\n", "<html>" + CANARY + "</html>"))) {
      met.assertIs(Unavailable, FailureDetail.NONE);
    }
  }

  @Fault("V6")
  @Test
  void aLoginThatIsRefusedIsAuthFailed() {
    for (Met met : meet(401, (request, peer) -> peer.json(401, "{}"))) {
      met.assertIs(AuthFailed, FailureDetail.NONE);
    }
  }

  @Fault("V11")
  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "null"})
  void aSuccessThatSaysNothingIsNoEmptySecret(String body) {
    // An empty object is the shortest list of some: what a list does not name is not gone.
    Function<ProviderClient, Map<String, Question>> asking =
        body.equals("{}") ? this::values : this::questions;
    for (Met met : meet(asking, (request, peer) -> peer.json(200, body))) {
      assertThat(met.failure().kind()).as(met.question()).isEqualTo(InvalidData);
    }
  }

  /** Ways to keep a client waiting, each until it hangs up. */
  enum Slow implements ScriptedServer.Script {
    SILENT(""),
    HALF_A_HEADER("HTTP/1.1 200 OK\r\nX-Half: "),
    HALF_A_BODY("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{");

    private final String begun;

    Slow(String begun) {
      this.begun = begun;
    }

    /** Of the answer that has begun; 0 where none has. */
    int status() {
      return this == HALF_A_BODY ? 200 : 0;
    }

    @Override
    public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
      peer.raw(begun);
      peer.awaitHangUp();
    }
  }

  @Fault("V13")
  @ParameterizedTest
  @EnumSource
  void theDeadlineEndsWithTheLastByteOfTheBody(Slow slow) {
    try (ScriptedServer server = ScriptedServer.plain(slow)) {
      for (Met met : meetWaiting(slow.status(), server)) {
        met.assertIs(FailureClass.Timeout, FailureDetail.NONE);
      }
    }
  }

  /** Ways to break an answer off. The first part alone would be whole JSON. */
  enum Cut implements ScriptedServer.Script {
    RESET_BEFORE("", true),
    CLOSED_BEFORE("", false),
    RESET_IN_THE_BODY("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{}", true),
    SHORT_BODY("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"data\":{\"a\":\"b\"}}", false),
    HALF_A_CHUNK("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}", false);

    private final String begun;
    private final boolean reset;

    Cut(String begun, boolean reset) {
      this.begun = begun;
      this.reset = reset;
    }

    /** Of the answer that has begun; 0 where none has. */
    int status() {
      return begun.isEmpty() ? 0 : 200;
    }

    @Override
    public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
      peer.raw(begun);
      if (reset) {
        peer.reset();
      }
    }
  }

  @Fault("V14")
  @ParameterizedTest
  @EnumSource
  void anAnswerThatIsCutOffIsUnavailable(Cut cut) {
    for (Met met : meet(cut.status(), cut)) {
      met.assertIs(Unavailable, FailureDetail.NONE);
    }
  }

  @Fault("V15")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":{\"password\":\"%s",
        "{\"data\": %s}",
        "{\"data\":{\"a\":\"%s\",\"a\":\"%s\"",
        "%s"
      })
  void brokenJsonIsInvalidAndRepeatedNowhere(String form) {
    String base64 = Base64.getEncoder().encodeToString(CANARY.getBytes(UTF_8));
    String body = form.replace("%s", CANARY + " " + base64);
    try (LogCapture log = new LogCapture()) {
      for (Met met : meet(200, (request, peer) -> peer.json(200, body))) {
        assertThat(met.failure().kind()).as(met.question()).isEqualTo(InvalidData);
        assertThat(met.failure().toString()).doesNotContain(CANARY, base64);
      }
      assertThat(log.text()).doesNotContain(CANARY, base64);
    }
  }

  @Fault("V16")
  @ParameterizedTest
  @ValueSource(strings = {"text/html; charset=utf-8", "application/xhtml+xml", "text/plain"})
  void aPageForPeopleIsInvalid(String type) {
    String page = "\n<!DOCTYPE html><html><body>Log in, " + CANARY + "</body></html>";
    for (Met met :
        meet(200, (request, peer) -> peer.answer(200, "Content-Type: " + type + "\r\n", page))) {
      assertThat(met.failure().kind()).as(met.question()).isEqualTo(InvalidData);
      assertThat(met.failure().toString()).doesNotContain(CANARY);
    }
  }

  @Fault("V17")
  @Test
  void aBodyOf64MebibytesIsGivenUp() {
    byte[] piece = new byte[1 << 16];
    for (Met met :
        meet(
            200,
            (request, peer) -> {
              peer.raw("HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n");
              for (int sent = 0; sent < 1 << 26; sent += piece.length) {
                peer.raw(piece);
              }
            })) {
      met.assertIs(InvalidData, FailureDetail.TOO_LARGE);
    }
  }

  @Fault("V17")
  @Test
  void aPackedBodyIsNotUnpacked() {
    for (Met met :
        meet(
            200,
            (request, peer) ->
                peer.answer(200, "Content-Encoding: gzip\r\n", "\037\213 " + CANARY))) {
      assertThat(met.failure().kind()).as(met.question()).isEqualTo(InvalidData);
    }
  }

  /** What is wrong with the certificate of a server. */
  enum Certificate {
    EXPIRED,
    WRONG_HOST,
    UNKNOWN_AUTHORITY;

    SSLContext context() {
      return switch (this) {
        case EXPIRED -> EXPIRED_CERTIFICATE;
        case WRONG_HOST -> FOREIGN_CERTIFICATE;
        case UNKNOWN_AUTHORITY -> STRANGE_CERTIFICATE;
      };
    }
  }

  /** Of the authority whose certificates have something else wrong with them. */
  static TlsTrust trust() {
    return ok(TlsTrust.ofBundle(AUTHORITY.pem().getBytes(UTF_8)));
  }

  @Fault("V18")
  @ParameterizedTest
  @EnumSource
  void aCertificateThatIsNotToBeTrustedIsATlsError(Certificate certificate) {
    TlsTrust trust = trust();
    try (ScriptedServer server =
        ScriptedServer.tls(certificate.context(), (request, peer) -> peer.answer(200, "", "{}"))) {
      for (Met met : meet(this::everything, server, trust, PATIENCE)) {
        met.assertIs(TlsError, FailureDetail.NONE);
      }
      assertThat(server.requests()).as("what was sent in spite of it").isEmpty();
    }
  }

  @Fault("V21")
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noCredentialFollowsARedirect(int status) {
    try (ScriptedServer elsewhere =
            ScriptedServer.plain((request, peer) -> peer.answer(200, "", "{}"));
        ScriptedServer server =
            ScriptedServer.plain((request, peer) ->
                peer.answer(status, "Location: " + elsewhere.uri() + "/latest\r\n", "{}"))) {
      Function<ProviderClient, Map<String, Question>> asking =
          client -> asked(everything(client), status);
      for (Met met : meet(asking, server, TlsTrust.system(), PATIENCE)) {
        met.assertIs(Unavailable, FailureDetail.REDIRECT_REFUSED);
      }
      assertThat(elsewhere.connections()).isZero();
    }
  }

  /** What is asked of nobody meets no fault: it is listed, and no request is made for it. */
  @Test
  void whatMeetsNoFaultIsListedWithItsReason(TestReporter reporter) {
    Map<String, String> unasked = unasked();
    unasked.forEach((name, why) -> reporter.publishEntry("not applicable", name + ": " + why));
    assertThat(silently(unasked.keySet())).isEqualTo(unasked.keySet());
  }
}
