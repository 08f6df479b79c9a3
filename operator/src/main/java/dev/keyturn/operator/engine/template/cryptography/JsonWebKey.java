package dev.keyturn.operator.engine.template.cryptography;

import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A key of RFC 7517: RSA, the three NIST curves, Ed25519.
 *
 * @param members the members of the JSON object that are strings
 */
public record JsonWebKey(Map<String, String> members) {
  /** SubjectPublicKeyInfo of Ed25519 before the 32 bytes of the key (RFC 8410). */
  private static final byte[] ED25519_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

  /** A member is missing or not what the RFC demands; never leaves this class. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private Unreadable() {
      super(null, null, false, false);
    }
  }

  /** A way from members to an encoded key. */
  private interface Encoding {
    byte[] of() throws Unreadable, GeneralSecurityException, IOException;
  }

  /** The public key, also of a private one, as PEM. */
  public Optional<String> publicKey() {
    return pem("PUBLIC KEY", this::encodedPublic);
  }

  /** The private key as PEM of PKCS#8. */
  public Optional<String> privateKey() {
    return pem("PRIVATE KEY", this::encodedPrivate);
  }

  private static Optional<String> pem(String type, Encoding encoding) {
    try {
      return Optional.of(PemBlock.of(type, encoding.of()).encode());
    } catch (Unreadable | GeneralSecurityException | IOException | RuntimeException unreadable) {
      // The libraries throw whatever they stumble over, such as a number longer than the curve.
      return Optional.empty();
    }
  }

  private byte[] encodedPublic() throws Unreadable, GeneralSecurityException {
    return switch (member("kty")) {
      case "RSA" ->
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(number("n"), number("e")))
              .getEncoded();
      case "EC" -> curvePublic();
      case "OKP" -> edwardsPublic();
      default -> throw new Unreadable();
    };
  }

  private byte[] encodedPrivate() throws Unreadable, GeneralSecurityException, IOException {
    return switch (member("kty")) {
      case "RSA" ->
          KeyFactory.getInstance("RSA")
              .generatePrivate(
                  new RSAPrivateCrtKeySpec(
                      number("n"),
                      number("e"),
                      number("d"),
                      number("p"),
                      number("q"),
                      number("dp"),
                      number("dq"),
                      number("qi")))
              .getEncoded();
      case "EC" -> curvePrivate();
      case "OKP" -> edwardsPrivate();
      default -> throw new Unreadable();
    };
  }

  private byte[] curvePublic() throws Unreadable, GeneralSecurityException {
    ECPoint point = new ECPoint(number("x"), number("y"));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, curve()))
        .getEncoded();
  }

  /** With the public key inside, as OpenSSL and Go write it; the JDK would leave it out. */
  private byte[] curvePrivate() throws Unreadable, GeneralSecurityException, IOException {
    SubjectPublicKeyInfo publicKey = SubjectPublicKeyInfo.getInstance(curvePublic());
    return new PrivateKeyInfo(
            publicKey.getAlgorithm(),
            new ECPrivateKey(
                curve().getOrder().bitLength(), number("d"), publicKey.getPublicKeyData(), null))
        .getEncoded();
  }

  private ECParameterSpec curve() throws Unreadable, GeneralSecurityException {
    String name =
        switch (member("crv")) {
          case "P-256" -> "secp256r1";
          case "P-384" -> "secp384r1";
          case "P-521" -> "secp521r1";
          default -> throw new Unreadable();
        };
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(name));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  private byte[] edwardsPublic() throws Unreadable, GeneralSecurityException {
    byte[] key = edwards("x");
    byte[] encoded = java.util.Arrays.copyOf(ED25519_HEADER, ED25519_HEADER.length + key.length);
    System.arraycopy(key, 0, encoded, ED25519_HEADER.length, key.length);
    return ((EdECPublicKey)
            KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)))
        .getEncoded();
  }

  private byte[] edwardsPrivate() throws Unreadable, GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, edwards("d")))
        .getEncoded();
  }

  private byte[] edwards(String name) throws Unreadable {
    byte[] bytes = bytes(name);
    if (!member("crv").equals("Ed25519") || bytes.length != 32) {
      throw new Unreadable();
    }
    return bytes;
  }

  private BigInteger number(String name) throws Unreadable {
    return new BigInteger(1, bytes(name));
  }

  private byte[] bytes(String name) throws Unreadable {
    try {
      return Base64.getUrlDecoder().decode(member(name));
    } catch (IllegalArgumentException notBase64) {
      throw new Unreadable();
    }
  }

  private String member(String name) throws Unreadable {
    String value = members.get(name);
    if (value == null) {
      throw new Unreadable();
    }
    return value;
  }

  @Override
  public String toString() {
    return "JsonWebKey";
  }
}
