package dev.keyturn.operator.engine.template.cryptography;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** RSAES-OAEP (RFC 8017) with the same hash for label and mask, as Go has it. */
public final class RsaDecryption {
  private RsaDecryption() {}

  /**
   * The text that was encrypted.
   *
   * @param hash name of the JDK, such as {@code SHA-256}
   * @param key private key as PEM
   */
  public static Optional<byte[]> oaep(String hash, byte[] encrypted, String key) {
    return PrivateKeys.first(key).flatMap(parsed -> decrypt(hash, encrypted, parsed));
  }

  private static Optional<byte[]> decrypt(String hash, byte[] encrypted, PrivateKey key) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          key,
          new OAEPParameterSpec(
              hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
      return Optional.of(cipher.doFinal(encrypted));
    } catch (GeneralSecurityException | RuntimeException refused) {
      return Optional.empty();
    }
  }
}
