package dev.keyturn.operator.provider.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.source.http.ClientIdentity;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TestCertificates;
import dev.keyturn.operator.source.http.TlsTrust;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A {@link FakeVault} with an authority of its own, which asks each client for a certificate. */
public final class CertificateVault implements AutoCloseable {
  private final TestCertificates authority = new TestCertificates("vault");
  private volatile Optional<String> lastShown = Optional.empty();

  final FakeVault vault = new FakeVault(this::listen);

  private ScriptedServer listen(ScriptedServer.Script script) {
    return ScriptedServer.mutual(
        authority.server("127.0.0.1", Instant.now().plus(Duration.ofDays(1))),
        (request, peer) -> {
          lastShown = FakeLogins.subject(peer.socket());
          script.answer(request, peer);
        });
  }

  /** Whose certificate the last request came with. */
  public Optional<String> lastShown() {
    return lastShown;
  }

  /** Address of the server. */
  public URI uri() {
    return vault.uri();
  }

  /** The certificate that its clients have to trust. */
  public String authorityPem() {
    return authority.pem();
  }

  /** A client that the login by certificate lets in. */
  public TestCertificates.Client client() {
    return authority.client(FakeLogins.ROLE);
  }

  /** A client of the same authority that it does not let in. */
  public TestCertificates.Client stranger() {
    return authority.client("stranger");
  }

  /** Writes a key of the mount {@code secret}. */
  public void put(String key, String json) {
    vault.keyValue.put(key, json);
  }

  TlsTrust trust() {
    return VaultFixture.value(TlsTrust.ofBundle(authorityPem().getBytes(UTF_8)));
  }

  TlsTrust trust(TestCertificates.Client shown) {
    return trust()
        .presenting(
            VaultFixture.value(
                ClientIdentity.of(
                    SecretBytes.ofText(shown.certificate()), SecretBytes.ofText(shown.key()))));
  }

  @Override
  public void close() {
    vault.close();
  }
}
