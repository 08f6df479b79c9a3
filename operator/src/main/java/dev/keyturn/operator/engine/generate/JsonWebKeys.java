package dev.keyturn.operator.engine.generate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Spells keys as JSON web keys (RFC 7517, 7518, 8037); their id is the thumbprint of RFC 7638. */
final class JsonWebKeys {
  private static final int P256_BYTES = 32;

  private JsonWebKeys() {}

  static Candidate rsa(RSAPrivateCrtKey key) {
    SortedMap<String, String> open = new TreeMap<>();
    open.put("kty", "RSA");
    open.put("n", spelled(Points.unsigned(key.getModulus())));
    open.put("e", spelled(Points.unsigned(key.getPublicExponent())));
    SortedMap<String, String> secret = new TreeMap<>();
    secret.put("d", spelled(Points.unsigned(key.getPrivateExponent())));
    secret.put("p", spelled(Points.unsigned(key.getPrimeP())));
    secret.put("q", spelled(Points.unsigned(key.getPrimeQ())));
    secret.put("dp", spelled(Points.unsigned(key.getPrimeExponentP())));
    secret.put("dq", spelled(Points.unsigned(key.getPrimeExponentQ())));
    secret.put("qi", spelled(Points.unsigned(key.getCrtCoefficient())));
    return candidate("RS256", open, secret);
  }

  static Candidate p256(ECPublicKey key, ECPrivateKey privateKey) {
    SortedMap<String, String> open = new TreeMap<>();
    open.put("kty", "EC");
    open.put("crv", "P-256");
    open.put("x", spelled(Points.unsigned(key.getW().getAffineX(), P256_BYTES)));
    open.put("y", spelled(Points.unsigned(key.getW().getAffineY(), P256_BYTES)));
    SortedMap<String, String> secret = new TreeMap<>();
    secret.put("d", spelled(Points.unsigned(privateKey.getS(), P256_BYTES)));
    return candidate("ES256", open, secret);
  }

  static Candidate ed25519(byte[] seed, byte[] point) {
    SortedMap<String, String> open = new TreeMap<>();
    open.put("kty", "OKP");
    open.put("crv", "Ed25519");
    open.put("x", spelled(point));
    SortedMap<String, String> secret = new TreeMap<>();
    secret.put("d", spelled(seed));
    return candidate("EdDSA", open, secret);
  }

  /** The thumbprint is made of the required public members alone, in the order of their names. */
  private static Candidate candidate(
      String algorithm, SortedMap<String, String> open, SortedMap<String, String> secret) {
    String thumbprint = thumbprint(open);
    open.put("alg", algorithm);
    open.put("use", "sig");
    open.put("kid", thumbprint);
    secret.putAll(open);
    return new Candidate(object(secret), Optional.of(object(open)));
  }

  static String thumbprint(SortedMap<String, String> required) {
    return spelled(sha256(object(required)));
  }

  /** Every name and value is of letters, digits, {@code -} and {@code _}: nothing to escape. */
  private static byte[] object(SortedMap<String, String> members) {
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
        .collect(Collectors.joining(",", "{", "}"))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String spelled(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
