package dev.keyturn.operator.provider.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.ServiceAccountKey;
import dev.keyturn.operator.provider.wire.SignedJwt;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** A service account of Google Cloud, what it signs and what Google says of it. */
final class FakeServiceAccount {
  static final String EMAIL = "shop@project.iam.gserviceaccount.com";
  static final String UNIQUE_ID = "1001";

  /** Id of the account's key. */
  static final String KEY_ID = "key-1";

  /** Id of the key that Google's own statements are signed with; it is the same key here. */
  static final String GOOGLE_KEY_ID = "google-1";

  private static final KeyPair KNOWN = pair();
  private static final KeyPair STRANGER = pair();
  private static final ObjectMapper JSON = new ObjectMapper();

  private FakeServiceAccount() {}

  /** What signatures are checked with. */
  static PublicKey publicKey() {
    return KNOWN.getPublic();
  }

  /**
   * The file that Google hands out with a key.
   *
   * @param known false for a key that Google does not know, under the id of the one it does
   */
  static String keyFile(String email, boolean known) {
    return JSON.createObjectNode()
        .put("type", "service_account")
        .put("client_email", email)
        .put("private_key_id", KEY_ID)
        .put(
            "private_key",
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys(known).getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n")
        .toString();
  }

  /** What the account signs with its key for an audience. */
  static String byKey(String audience, Instant now) {
    try (ServiceAccountKey key = ServiceAccountKey.read(SecretBytes.ofText(keyFile(EMAIL, true)));
        SecretBytes jwt = key.identity(audience, Duration.ofMinutes(10), now)) {
      return jwt.withText(text -> text);
    }
  }

  /** What {@code signJwt} makes of claims, which are all texts and numbers. */
  static String bySignJwt(JsonNode claims, boolean known) {
    return signed(
        KEY_ID,
        known,
        body -> {
          for (Map.Entry<String, JsonNode> claim : claims.properties()) {
            if (claim.getValue().isNumber()) {
              body.writeNumberField(claim.getKey(), claim.getValue().asLong());
            } else {
              body.writeStringField(claim.getKey(), claim.getValue().asText());
            }
          }
        });
  }

  /**
   * What the metadata server says: it names the account by its number and is good for an hour.
   * Source: cloud.google.com/compute/docs/instances/verifying-instance-identity.
   */
  static String byMetadata(String audience, boolean known, Instant now) {
    return signed(
        GOOGLE_KEY_ID,
        known,
        body -> {
          body.writeStringField("iss", "https://accounts.google.com");
          body.writeStringField("sub", UNIQUE_ID);
          body.writeStringField("azp", UNIQUE_ID);
          body.writeStringField("email", EMAIL);
          body.writeStringField("aud", audience);
          body.writeNumberField("iat", now.getEpochSecond());
          body.writeNumberField("exp", now.plus(Duration.ofHours(1)).getEpochSecond());
        });
  }

  private static String signed(String keyId, boolean known, RequestBody.Members claims) {
    try (SecretBytes jwt =
        SignedJwt.rs256(
            header -> header.writeStringField("kid", keyId), claims, keys(known).getPrivate())) {
      return jwt.withText(text -> text);
    }
  }

  /** Whether a JWT says for the audience that its bearer is the account, and is not too old. */
  static boolean isNamed(String audience, String jwt) {
    String[] parts = jwt.split("[.]", -1);
    if (parts.length != 3) {
      return false;
    }
    JsonNode claims = json(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8));
    String subject = claims.path("sub").asText();
    long left = claims.path("exp").asLong() - Instant.now().getEpochSecond();
    return claims.path("aud").asText().equals(audience)
        && Set.of(EMAIL, UNIQUE_ID).contains(subject)
        && left > 0
        && left <= (subject.equals(UNIQUE_ID) ? 3600 : 900)
        && isSigned(parts);
  }

  private static boolean isSigned(String[] parts) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(publicKey());
      signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static KeyPair keys(boolean known) {
    return known ? KNOWN : STRANGER;
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
