package dev.keyturn.operator.provider.azure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * The certificate of an application with its RSA key. It makes assertions as Entra ID takes them
 * ("Microsoft identity platform application authentication certificate credentials"): PS256, the
 * certificate named by its SHA-256.
 */
record ClientKey(PrivateKey key, byte[] thumbprint) {
  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";

  /** The first certificate and the first PKCS #8 key of the text; AuthFailed where one is amiss. */
  static ClientKey of(SecretBytes pem) {
    byte[] certificate = pem.with(bytes -> block(bytes, CERTIFICATE));
    byte[] encoded = pem.with(bytes -> block(bytes, PRIVATE_KEY));
    try {
      CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(certificate));
      return new ClientKey(
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)),
          MessageDigest.getInstance("SHA-256").digest(certificate));
    } catch (GeneralSecurityException unusable) {
      throw unusable();
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static byte[] block(byte[] pem, String label) {
    byte[] begin = ("-----BEGIN " + label + "-----").getBytes(US_ASCII);
    byte[] end = ("-----END " + label + "-----").getBytes(US_ASCII);
    int from = indexOf(pem, begin, 0);
    int to = from < 0 ? -1 : indexOf(pem, end, from + begin.length);
    if (to < 0) {
      throw unusable();
    }
    byte[] text = Arrays.copyOfRange(pem, from + begin.length, to);
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException noBase64) {
      throw unusable();
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static int indexOf(byte[] bytes, byte[] part, int from) {
    for (int at = from; at <= bytes.length - part.length; at++) {
      if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }

  /**
   * A JWT by which the application proves itself to one token endpoint (RFC 7523, section 3).
   *
   * @param endpoint address of the token endpoint, as the assertion's audience
   */
  SecretBytes assertion(String clientId, String endpoint, Instant now) {
    String head =
        "{\"alg\":\"PS256\",\"typ\":\"JWT\",\"x5t#S256\":\""
            + URL.encodeToString(thumbprint)
            + "\"}";
    String claims =
        "{\"aud\":\"%s\",\"iss\":\"%s\",\"sub\":\"%s\",\"jti\":\"%s\",\"nbf\":%d,\"iat\":%d,\"exp\":%d}"
            .formatted(
                endpoint,
                clientId,
                clientId,
                UUID.randomUUID(),
                now.getEpochSecond(),
                now.getEpochSecond(),
                now.plus(LIFETIME).getEpochSecond());
    String signed =
        URL.encodeToString(head.getBytes(US_ASCII))
            + "."
            + URL.encodeToString(claims.getBytes(US_ASCII));
    return SecretBytes.ofText(signed + "." + URL.encodeToString(sign(signed.getBytes(US_ASCII))));
  }

  private byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (InvalidAlgorithmParameterException impossible) {
      throw new IllegalStateException("every JDK signs with PS256");
    } catch (GeneralSecurityException unusable) {
      throw unusable();
    }
  }

  private static WireProblem unusable() {
    return new WireProblem(FailureClass.AuthFailed, FailureDetail.FIELD);
  }
}
