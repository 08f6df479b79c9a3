package dev.keyturn.operator.engine.template.cryptography;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * What is made from a password. Each text has a fresh salt: the only randomness that templates
 * have, and harmless, since whether a Secret has changed is judged by what goes into its templates.
 */
public final class Passwords {
  /** Go's default, which sprig uses; one hash takes about 50 ms. */
  private static final int BCRYPT_COST = 10;

  private static final int BCRYPT_MOST_BYTES = 72;
  private static final int BLOCK = 16;
  private static final int KEY = 32;

  private Passwords() {}

  /** A bcrypt hash as htpasswd and OpenBSD write it; empty for more than 72 bytes. */
  public static Optional<String> bcrypt(byte[] password) {
    return password.length > BCRYPT_MOST_BYTES
        ? Optional.empty()
        : Optional.of(OpenBSDBCrypt.generate("2a", password, random(BLOCK), BCRYPT_COST));
  }

  /**
   * AES-256 in CBC mode in base64, the initialization vector before it: sprig's format, whose key
   * is the password's first 32 bytes, filled up with zeros.
   */
  public static String encrypt(byte[] password, byte[] text) {
    byte[] vector = random(BLOCK);
    byte[] encrypted =
        run(Cipher.ENCRYPT_MODE, password, vector, text)
            .orElseThrow(() -> new IllegalStateException("every JDK has AES"));
    byte[] all = Arrays.copyOf(vector, BLOCK + encrypted.length);
    System.arraycopy(encrypted, 0, all, BLOCK, encrypted.length);
    return Base64.getEncoder().encodeToString(all);
  }

  /** The opposite of {@link #encrypt}; empty for another password and for broken text. */
  public static Optional<byte[]> decrypt(byte[] password, String encrypted) {
    byte[] all;
    try {
      all = Base64.getDecoder().decode(encrypted.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    return all.length < 2 * BLOCK
        ? Optional.empty()
        : run(
            Cipher.DECRYPT_MODE,
            password,
            Arrays.copyOf(all, BLOCK),
            Arrays.copyOfRange(all, BLOCK, all.length));
  }

  private static Optional<byte[]> run(int mode, byte[] password, byte[] vector, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          mode,
          new SecretKeySpec(Arrays.copyOf(password, KEY), "AES"),
          new IvParameterSpec(vector));
      return Optional.of(cipher.doFinal(text));
    } catch (GeneralSecurityException refused) {
      return Optional.empty();
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
