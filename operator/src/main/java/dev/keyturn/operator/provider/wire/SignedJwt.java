package dev.keyturn.operator.provider.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/** JSON Web Tokens (RFC 7519) that a login is proven with. */
public final class SignedJwt {
  private SignedJwt() {}

  /**
   * A token signed with RS256 (RFC 7518, section 3.3), owned by the caller; a {@link WireProblem}
   * of class AuthFailed where the key cannot sign so.
   *
   * @param header what it has beside {@code alg} and {@code typ}
   */
  public static SecretBytes rs256(
      RequestBody.Members header, RequestBody.Members claims, PrivateKey key) {
    try (SecretBytes head =
            RequestBody.of(body -> {
              body.writeStringField("alg", "RS256");
              body.writeStringField("typ", "JWT");
              header.write(body);
            });
        SecretBytes said = RequestBody.of(claims)) {
      String signed = head.with(SignedJwt::encoded) + "." + said.with(SignedJwt::encoded);
      return SecretBytes.ofText(signed + "." + encoded(signature(signed, key)));
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] signature(String signed, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException noKey) {
      throw new WireProblem(FailureClass.AuthFailed, FailureDetail.FIELD);
    }
  }
}
