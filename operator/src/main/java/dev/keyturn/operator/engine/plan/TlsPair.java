package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.template.cryptography.PrivateKeys;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate and a private key belong together, proven by a signature. An encrypted key
 * alone is let through: only who has its passphrase can tell.
 */
final class TlsPair {
  private TlsPair() {}

  static boolean matches(byte @Nullable [] certificate, byte @Nullable [] key) {
    if (certificate == null || key == null) {
      return false;
    }
    Optional<PublicKey> publicKey = publicKey(certificate);
    if (publicKey.isEmpty()) {
      return false;
    }
    String pem = new String(key, StandardCharsets.ISO_8859_1);
    return PrivateKeys.firstOfAnyLength(pem)
        .map(privateKey -> fits(publicKey.get(), privateKey))
        .orElseGet(() -> PrivateKeys.isFirstEncrypted(pem));
  }

  private static Optional<PublicKey> publicKey(byte[] certificate) {
    try {
      return Optional.of(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate))
              .getPublicKey());
    } catch (GeneralSecurityException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /** The modulus alone is compared where a signature takes seconds, or parameters nobody told. */
  private static boolean fits(PublicKey publicKey, PrivateKey privateKey) {
    if (publicKey instanceof RSAKey one && privateKey instanceof RSAKey other) {
      return one.getModulus().equals(other.getModulus())
          && (!publicKey.getAlgorithm().equals("RSA")
              || !PrivateKeys.isOfBearableLength(privateKey)
              || signs(publicKey, privateKey));
    }
    return signs(publicKey, privateKey);
  }

  private static boolean signs(PublicKey publicKey, PrivateKey privateKey) {
    String algorithm = publicKey.getAlgorithm();
    try {
      Signature signature = Signature.getInstance(signatureFor(algorithm));
      byte[] probe = "keyturn".getBytes(StandardCharsets.UTF_8);
      signature.initSign(privateKey);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException | RuntimeException unfit) {
      return false;
    }
  }

  private static String signatureFor(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> algorithm;
    };
  }
}
