package dev.keyturn.devcluster.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.json.MalformedJsonException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Issues and verifies service account tokens: JWT signed with ES256 by a key of this start. */
public final class ServiceAccountTokens {
  public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
  private static final String KEY_ID = "devcluster";
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
  private static final int COORDINATE_BYTES = 32;

  private final KeyPair keys;
  private final InstantSource time;

  public ServiceAccountTokens(InstantSource time) {
    this.time = time;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      this.keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no elliptic curves", e);
    }
  }

  /** A token and when it ends. */
  public record Issued(String token, Instant expires) {}

  /**
   * Who a verified token speaks for.
   *
   * @param uid of the ServiceAccount when the token was issued
   */
  public record Identity(String namespace, String name, String uid, List<String> audiences) {
    public String userName() {
      return "system:serviceaccount:%s:%s".formatted(namespace, name);
    }
  }

  public Issued issue(
      String namespace, String name, String uid, List<String> audiences, Duration life) {
    Instant now = time.instant();
    Instant expires = now.plus(life);
    ObjectNode claims = Json.object();
    claims.set("aud", Json.strings(audiences.isEmpty() ? List.of(ISSUER) : audiences));
    claims.put("exp", expires.getEpochSecond()).put("iat", now.getEpochSecond());
    claims.put("iss", ISSUER).put("jti", UUID.randomUUID().toString());
    ObjectNode kubernetes = claims.putObject("kubernetes.io").put("namespace", namespace);
    kubernetes.putObject("serviceaccount").put("name", name).put("uid", uid);
    claims.put("nbf", now.getEpochSecond());
    claims.put("sub", "system:serviceaccount:%s:%s".formatted(namespace, name));
    ObjectNode header = Json.object().put("alg", "ES256").put("kid", KEY_ID);
    String unsigned = encode(Json.bytes(header)) + "." + encode(Json.bytes(claims));
    return new Issued(unsigned + "." + encode(sign(unsigned)), expires);
  }

  /** Who a token speaks for; empty when it is not ours or has ended. */
  public Optional<Identity> verify(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      if (!verifies(parts[0] + "." + parts[1], decode(parts[2]))) {
        return Optional.empty();
      }
      JsonNode claims = Json.parse(decode(parts[1]));
      if (claims.path("exp").asLong() <= time.instant().getEpochSecond()) {
        return Optional.empty();
      }
      return Optional.of(
          new Identity(
              Json.text(claims, "kubernetes.io", "namespace"),
              Json.text(claims, "kubernetes.io", "serviceaccount", "name"),
              Json.text(claims, "kubernetes.io", "serviceaccount", "uid"),
              Json.elements(claims, "aud").stream().map(JsonNode::asText).toList()));
    } catch (IllegalArgumentException | MalformedJsonException e) {
      return Optional.empty();
    }
  }

  /** The public key as a JSON web key set. */
  public ObjectNode keySet() {
    ECPoint point = ((ECPublicKey) keys.getPublic()).getW();
    ObjectNode set = Json.object();
    set.putArray("keys")
        .addObject()
        .put("use", "sig")
        .put("kty", "EC")
        .put("kid", KEY_ID)
        .put("alg", "ES256")
        .put("crv", "P-256")
        .put("x", encode(coordinate(point.getAffineX())))
        .put("y", encode(coordinate(point.getAffineY())));
    return set;
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] fixed = new byte[COORDINATE_BYTES];
    int length = Math.min(signed.length, COORDINATE_BYTES);
    System.arraycopy(signed, signed.length - length, fixed, COORDINATE_BYTES - length, length);
    return fixed;
  }

  private byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a token could not be signed", e);
    }
  }

  private boolean verifies(String text, byte[] proof) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(keys.getPublic());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.verify(proof);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] decode(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}
