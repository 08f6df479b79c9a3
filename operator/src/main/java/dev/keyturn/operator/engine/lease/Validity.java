package dev.keyturn.operator.engine.lease;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** From when until when a certificate is valid, as it says itself. */
public record Validity(Instant from, Instant until) {

  /** Of the first certificate of a chain, which is the one that is used; empty where none is. */
  public static Optional<Validity> of(byte[] pem) {
    try {
      return CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(pem))
              instanceof X509Certificate certificate
          ? Optional.of(
              new Validity(
                  certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()))
          : Optional.empty();
    } catch (CertificateException | RuntimeException textOfTheInput) {
      return Optional.empty();
    }
  }

  /** From its beginning to its end. */
  public Duration lifetime() {
    return Duration.between(from, until);
  }
}
