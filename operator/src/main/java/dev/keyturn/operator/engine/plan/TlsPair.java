package dev.keyturn.operator.engine.plan;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate and a private key belong together, proven by a signature. Keys in forms
 * that the JDK does not read (PKCS#1, SEC 1) are let through: Kubernetes accepts them, and a wrong
 * refusal would be worse than a late one.
 */
final class TlsPair {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private TlsPair() {}

  static boolean matches(byte @Nullable [] certificate, byte @Nullable [] key) {
    if (certificate == null || key == null) {
      return false;
    }
    Optional<PublicKey> publicKey = publicKey(certificate);
    if (publicKey.isEmpty()) {
      return false;
    }
    Optional<byte[]> pkcs8 = pkcs8(key);
    return pkcs8.isEmpty() ? isPem(key) : signs(publicKey.get(), pkcs8.get());
  }

  private static Optional<PublicKey> publicKey(byte[] certificate) {
    try {
      return Optional.of(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate))
              .getPublicKey());
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static boolean isPem(byte[] key) {
    return new String(key, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
  }

  private static Optional<byte[]> pkcs8(byte[] key) {
    String text = new String(key, StandardCharsets.ISO_8859_1);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean signs(PublicKey publicKey, byte[] pkcs8) {
    String algorithm = publicKey.getAlgorithm();
    try {
      PrivateKey privateKey =
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      Signature signature = Signature.getInstance(signatureFor(algorithm));
      byte[] probe = "keyturn".getBytes(StandardCharsets.UTF_8);
      signature.initSign(privateKey);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
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
