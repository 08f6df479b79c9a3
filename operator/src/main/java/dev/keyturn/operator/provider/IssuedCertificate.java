package dev.keyturn.operator.provider;

/**
 * A certificate with its key, in PEM; the values are owned by this record.
 *
 * @param chain the certificate, then the authorities between it and the root
 * @param privateKey in PKCS #8
 * @param authority the topmost authority that the backend knows
 */
public record IssuedCertificate(SecretBytes chain, SecretBytes privateKey, SecretBytes authority)
    implements AutoCloseable {
  @Override
  public void close() {
    chain.close();
    privateKey.close();
    authority.close();
  }
}
