package dev.keyturn.operator.provider;

/** What a client offers whose backend is a certificate authority. Thread-safe. */
public interface CertificateIssuer {

  /** Issues a certificate for a new key; never repeated by the client. */
  Outcome<IssuedCertificate> issue(CertificateRequest request, Call call);
}
