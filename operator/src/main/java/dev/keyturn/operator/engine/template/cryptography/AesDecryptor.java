package dev.keyturn.operator.engine.template.cryptography;

import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.InputDecryptor;

/**
 * PBES2 with AES (RFC 8018) by the JDK, which takes the empty password that Bouncy Castle refuses.
 */
final class AesDecryptor implements InputDecryptor {
  private static final Map<ASN1ObjectIdentifier, String> DERIVATIONS =
      Map.of(
          PKCSObjectIdentifiers.id_hmacWithSHA1, "PBKDF2WithHmacSHA1",
          PKCSObjectIdentifiers.id_hmacWithSHA256, "PBKDF2WithHmacSHA256",
          PKCSObjectIdentifiers.id_hmacWithSHA384, "PBKDF2WithHmacSHA384",
          PKCSObjectIdentifiers.id_hmacWithSHA512, "PBKDF2WithHmacSHA512");
  private static final Map<ASN1ObjectIdentifier, Integer> KEY_BITS =
      Map.of(
          NISTObjectIdentifiers.id_aes128_CBC, 128,
          NISTObjectIdentifiers.id_aes192_CBC, 192,
          NISTObjectIdentifiers.id_aes256_CBC, 256);

  private final AlgorithmIdentifier algorithm;
  private final Cipher cipher;

  private AesDecryptor(AlgorithmIdentifier algorithm, Cipher cipher) {
    this.algorithm = algorithm;
    this.cipher = cipher;
  }

  /** Empty for another scheme. */
  static Optional<AesDecryptor> of(AlgorithmIdentifier algorithm, char[] password)
      throws GeneralSecurityException {
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      return Optional.empty();
    }
    PBES2Parameters scheme = PBES2Parameters.getInstance(algorithm.getParameters());
    PBKDF2Params derivation =
        PBKDF2Params.getInstance(scheme.getKeyDerivationFunc().getParameters());
    String function = DERIVATIONS.get(derivation.getPrf().getAlgorithm());
    Integer bits = KEY_BITS.get(scheme.getEncryptionScheme().getAlgorithm());
    if (function == null || bits == null) {
      return Optional.empty();
    }
    byte[] key =
        SecretKeyFactory.getInstance(function)
            .generateSecret(
                new PBEKeySpec(
                    password,
                    derivation.getSalt(),
                    derivation.getIterationCount().intValueExact(),
                    bits))
            .getEncoded();
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new IvParameterSpec(
            ASN1OctetString.getInstance(scheme.getEncryptionScheme().getParameters()).getOctets()));
    return Optional.of(new AesDecryptor(algorithm, cipher));
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return algorithm;
  }

  @Override
  public InputStream getInputStream(InputStream encrypted) {
    return new CipherInputStream(encrypted, cipher);
  }
}
