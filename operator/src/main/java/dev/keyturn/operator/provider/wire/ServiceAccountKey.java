package dev.keyturn.operator.provider.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The key of a service account of Google Cloud, as the JSON file that Google hands out. Of the file
 * the e-mail address, the key's id and the key are used; the addresses in it are not.
 */
public final class ServiceAccountKey implements AutoCloseable {
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private @Nullable String email;
  private @Nullable String id;
  private @Nullable SecretBytes pem;

  private ServiceAccountKey() {}

  /** A {@link WireProblem} of class AuthFailed where the text is no such file. */
  public static ServiceAccountKey read(SecretBytes file) {
    ServiceAccountKey key = new ServiceAccountKey();
    try {
      return StrictJson.read(
          file,
          json -> {
            json.object(name -> key.member(name, json));
            return key;
          });
    } catch (WireProblem malformed) {
      key.close();
      throw unusable();
    }
  }

  private void member(String name, StrictJson json) {
    switch (name) {
      case "client_email" -> email = json.text();
      case "private_key_id" -> id = json.text();
      case "private_key" -> pem = json.secret();
      default -> json.skip();
    }
  }

  /**
   * A signed assertion (RFC 7523) for the audience.
   *
   * @param now its lifetime is an hour from here, which is the longest that Google takes
   */
  public SecretBytes assertion(String audience, String scope, Instant now) {
    return signed(
        audience, now, LIFETIME, (body, account) -> body.writeStringField("scope", scope));
  }

  /** A signed statement that this is the account, for anybody who asks Google for its keys. */
  public SecretBytes identity(String audience, Duration lifetime, Instant now) {
    return signed(
        audience, now, lifetime, (body, account) -> body.writeStringField("sub", account));
  }

  private SecretBytes signed(String audience, Instant now, Duration lifetime, Claims claims) {
    if (email == null || id == null || pem == null) {
      throw unusable();
    }
    String keyId = id;
    String issuer = email;
    return SignedJwt.rs256(
        header -> header.writeStringField("kid", keyId),
        body -> {
          body.writeStringField("iss", issuer);
          claims.write(body, issuer);
          body.writeStringField("aud", audience);
          body.writeNumberField("iat", now.getEpochSecond());
          body.writeNumberField("exp", now.plus(lifetime).getEpochSecond());
        },
        key(pem));
  }

  /** Writes the claim by which the two statements differ. */
  @FunctionalInterface
  private interface Claims {
    void write(JsonGenerator body, String account) throws IOException;
  }

  private static PrivateKey key(SecretBytes pem) {
    byte[] der = pem.withText(ServiceAccountKey::der);
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException noKey) {
      throw unusable();
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private static byte[] der(String pem) {
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw unusable();
    }
    try {
      return Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
    } catch (IllegalArgumentException noBase64) {
      throw unusable();
    }
  }

  private static WireProblem unusable() {
    return new WireProblem(FailureClass.AuthFailed, FailureDetail.FIELD);
  }

  @Override
  public void close() {
    if (pem != null) {
      pem.close();
    }
  }
}
