package dev.keyturn.operator.provider.github;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** The key of an App, in both forms of PEM, and what checks its signatures as GitHub does. */
public final class AppKey {
  private final KeyPair pair;

  public AppKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      this.pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As GitHub hands it out. */
  public String pkcs1() {
    try {
      byte[] der =
          PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
              .parsePrivateKey()
              .toASN1Primitive()
              .getEncoded();
      return pem("RSA PRIVATE KEY", der);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String pkcs8() {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  private static String pem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  /** The claims of a token that this key has signed; empty where it has not. */
  public String claims(String jwt) {
    String[] parts = jwt.split("\\.", -1);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(pair.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
      boolean genuine = parts.length == 3 && signature.verify(decoded(parts[2]));
      return genuine ? new String(decoded(parts[1]), US_ASCII) : "";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }
}
