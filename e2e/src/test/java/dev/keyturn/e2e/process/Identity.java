package dev.keyturn.e2e.process;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate with its private key. */
public record Identity(X509Certificate certificate, PrivateKey key) {

  public String certificatePem() {
    try {
      return Pem.encode("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** PKCS 8. */
  public String keyPem() {
    return Pem.encode("PRIVATE KEY", key.getEncoded());
  }

  @Override
  public String toString() {
    return "Identity[" + certificate.getSubjectX500Principal() + "]";
  }
}
