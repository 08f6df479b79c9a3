package dev.keyturn.operator.engine.template.cryptography;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Reads private keys: PKCS#8, PKCS#1 (RFC 8017) and SEC 1 (RFC 5915); none that is encrypted. */
public final class PrivateKeys {
  /** Longer keys take seconds for one operation. */
  private static final int MOST_RSA_BITS = 8_192;

  private PrivateKeys() {}

  /** The key of the first block of a PEM text that holds a private key. */
  public static Optional<PrivateKey> first(String pem) {
    return firstOfAnyLength(pem).filter(PrivateKeys::isOfBearableLength);
  }

  /** The same, however long one operation with it takes. */
  public static Optional<PrivateKey> firstOfAnyLength(String pem) {
    return block(pem).filter(block -> block.headers().isEmpty()).flatMap(PrivateKeys::read);
  }

  /** True where the first private key of a PEM text can be read with a passphrase alone. */
  public static boolean isFirstEncrypted(String pem) {
    return block(pem).filter(PrivateKeys::isEncrypted).isPresent();
  }

  private static Optional<PemBlock> block(String pem) {
    return PemBlock.all(pem)
        .flatMap(blocks ->
            blocks.stream().filter(block -> block.type().endsWith("PRIVATE KEY")).findFirst());
  }

  /** By its own type (RFC 7468), or by the headers of RFC 1421. */
  private static boolean isEncrypted(PemBlock block) {
    return block.type().equals("ENCRYPTED PRIVATE KEY") || block.headers().contains("ENCRYPTED");
  }

  /** The key of a PKCS#8 structure. */
  static Optional<PrivateKey> of(PrivateKeyInfo info) {
    return ofAnyLength(info).filter(PrivateKeys::isOfBearableLength);
  }

  private static Optional<PrivateKey> ofAnyLength(PrivateKeyInfo info) {
    String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded())));
    } catch (GeneralSecurityException | IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /** True where one operation with the key takes no seconds. */
  public static boolean isOfBearableLength(PrivateKey key) {
    return !(key instanceof RSAPrivateKey rsa) || rsa.getModulus().bitLength() <= MOST_RSA_BITS;
  }

  private static Optional<PrivateKey> read(PemBlock block) {
    try {
      return switch (block.type()) {
        case "PRIVATE KEY" -> ofAnyLength(PrivateKeyInfo.getInstance(block.content()));
        case "RSA PRIVATE KEY" -> ofAnyLength(pkcs1(block.content()));
        case "EC PRIVATE KEY" -> ofAnyLength(sec1(ECPrivateKey.getInstance(block.content())));
        default -> Optional.empty();
      };
    } catch (IOException | RuntimeException unreadable) {
      // The library throws whatever it stumbles over in a broken structure.
      return Optional.empty();
    }
  }

  private static PrivateKeyInfo pkcs1(byte[] content) throws IOException {
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
        org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(content));
  }

  private static PrivateKeyInfo sec1(ECPrivateKey key) throws IOException {
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
        key);
  }
}
