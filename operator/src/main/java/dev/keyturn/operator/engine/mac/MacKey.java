package dev.keyturn.operator.engine.mac;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret key of {@value #BYTES} bytes, known by an id that is derived from it. */
public final class MacKey {
  /** Length of a key. */
  public static final int BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int ID_BYTES = 6;

  private final Mac prototype;
  private final String id;

  private MacKey(byte[] bytes) {
    this.prototype = prototype(new SecretKeySpec(bytes, ALGORITHM));
    Fields fields = new Fields("keyturn/key-id");
    this.id = encode(fields.finish(newMac()), ID_BYTES);
  }

  /**
   * Copies the bytes.
   *
   * @throws IllegalArgumentException when there are not {@value #BYTES} of them
   */
  public static MacKey of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a MAC key has " + BYTES + " bytes");
    }
    return new MacKey(bytes);
  }

  /** Eight characters of base64url. */
  public String id() {
    return id;
  }

  private static Mac prototype(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** A copy: looking the algorithm up took longer than hashing an ordinary value. */
  Mac newMac() {
    try {
      return (Mac) prototype.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's " + ALGORITHM + " can be copied", e);
    }
  }

  static String encode(byte[] full, int bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(full, bytes));
  }

  @Override
  public String toString() {
    return "MacKey[" + id + "]";
  }
}
