package dev.keyturn.operator.source.http;

import dev.keyturn.operator.engine.template.cryptography.PrivateKeys;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** The certificate and the key by which a client shows a server who it is. */
public final class ClientIdentity {
  private static final byte[] SAMPLE = {1, 2, 3, 4};

  private final KeyManager[] managers;

  private ClientIdentity(KeyManager[] managers) {
    this.managers = managers;
  }

  /**
   * The identity of a certificate and its key.
   *
   * @param certificates PEM: the client's own first, then the authorities in between
   * @param key PEM: PKCS #8, PKCS #1 or SEC 1, RSA or elliptic, without a passphrase
   * @return TlsError/FIELD where one of them is none, or where they do not belong together
   */
  public static Outcome<ClientIdentity> of(SecretBytes certificates, SecretBytes key) {
    return key.withText(PrivateKeys::first)
        .flatMap(found -> certificates.with(pem -> managers(pem, found)))
        .map(managers -> Outcome.ok(new ClientIdentity(managers)))
        .orElseGet(() -> Outcome.failed(FailureClass.TlsError, FailureDetail.FIELD));
  }

  private static Optional<KeyManager[]> managers(byte[] pem, PrivateKey key) {
    try {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .toArray(Certificate[]::new);
      if (chain.length == 0 || !belongTogether(chain[0], key)) {
        return Optional.empty();
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("client", key, new char[0], chain);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return Optional.of(factory.getKeyManagers());
    } catch (GeneralSecurityException | IOException | RuntimeException unusable) {
      return Optional.empty();
    }
  }

  /** A pair that does not fit would be refused by every server, without a word of the reason. */
  private static boolean belongTogether(Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm(key));
    signature.initSign(key);
    signature.update(SAMPLE);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(SAMPLE);
    return signature.verify(signed);
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  KeyManager[] managers() {
    return managers.clone();
  }
}
