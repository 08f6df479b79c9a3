package dev.keyturn.operator.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BackendHttp.Request;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdentityTest {
  private final TestCertificates authority = new TestCertificates("known");

  private static Outcome<ClientIdentity> identity(String certificates, String key) {
    return ClientIdentity.of(SecretBytes.ofText(certificates), SecretBytes.ofText(key));
  }

  private static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T>(T value) -> value;
      case Outcome.Failed<T>(Failure failure) -> throw new AssertionError(failure);
    };
  }

  private TlsTrust trust() {
    return value(TlsTrust.ofBundle(authority.pem().getBytes(UTF_8)));
  }

  /** The name by which the server knows the client. */
  private String shown(TlsTrust trust) {
    try (ScriptedServer server =
            ScriptedServer.mutual(
                authority.server("127.0.0.1", Instant.now().plus(Duration.ofDays(1))),
                (request, peer) -> peer.answer(200, "", subject((SSLSocket) peer.socket())));
        JdkBackendHttp http =
            new JdkBackendHttp(
                EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
                trust,
                JdkBackendHttp.CONNECT_TIMEOUT)) {
      return value(
          http.send(
                  new Request("GET", server.uri(), Map.of(), Optional.empty(), 100),
                  Deadline.after(Duration.ofSeconds(30)))
              .map(answer -> answer.body().withText(text -> text)));
    }
  }

  private static String subject(SSLSocket socket) {
    try {
      return socket.getSession().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException nothing) {
      return "nobody";
    }
  }

  @Test
  void aServerThatAsksSeesTheCertificate() {
    TestCertificates.Client client = authority.client("shop");

    assertThat(shown(trust().presenting(value(identity(client.certificate(), client.key())))))
        .isEqualTo("CN=shop");
    assertThat(shown(trust())).isEqualTo("nobody");
  }

  /** The form in which openssl and Vault's PKI engine hand elliptic keys out. */
  @Test
  void aKeyOfSec1IsRead() throws GeneralSecurityException, IOException {
    TestCertificates.Client client = authority.client("shop");
    String base64 = client.key().replaceAll("-----[^-]+-----", "");
    var key =
        (ECPrivateKey)
            KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    StringWriter sec1 = new StringWriter();
    try (PemWriter writer = new PemWriter(sec1)) {
      writer.writeObject(
          new PemObject(
              "EC PRIVATE KEY",
              new org.bouncycastle.asn1.sec.ECPrivateKey(
                      256, key.getS(), SECObjectIdentifiers.secp256r1)
                  .getEncoded()));
    }

    assertThat(shown(trust().presenting(value(identity(client.certificate(), sec1.toString())))))
        .isEqualTo("CN=shop");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedBeforeAnyServerSeesIt() {
    assertThat(
            identity(authority.client("shop").certificate(), authority.client("shop").key())
                .map(identity -> "accepted"))
        .isEqualTo(Outcome.failed(FailureClass.TlsError, FailureDetail.FIELD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kt-canary-7f3a",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"
      })
  void aTextWithoutAKeyIsRefused(String key) {
    assertThat(identity(authority.client("shop").certificate(), key).map(identity -> "accepted"))
        .isEqualTo(Outcome.failed(FailureClass.TlsError, FailureDetail.FIELD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kt-canary-7f3a",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
      })
  void aTextWithoutACertificateIsRefused(String certificate) {
    assertThat(identity(certificate, authority.client("shop").key()).map(identity -> "accepted"))
        .isEqualTo(Outcome.failed(FailureClass.TlsError, FailureDetail.FIELD));
  }
}
