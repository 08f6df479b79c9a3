package dev.keyturn.operator.engine.template.cryptography;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * Reads PKCS#12 files (RFC 7292): the key and every certificate. The JDK would iterate as often as
 * the file asks, up to five million times for each of its parts; here the whole file has a bound.
 * Used once.
 */
public final class Pkcs12Reader {
  private static final long MOST_ITERATIONS = 200_000;

  /** Loaded with the first file, and never registered with the JDK. */
  private static final class Library {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
  }

  private final List<PrivateKey> keys = new ArrayList<>();
  private final List<X509Certificate> certificates = new ArrayList<>();
  private long iterations;

  private Pkcs12Reader() {}

  /** The first key as PEM of PKCS#8. */
  public static Optional<String> key(byte[] file, String password) {
    return read(file, password)
        .filter(reader -> !reader.keys.isEmpty())
        .map(reader -> PemBlock.of("PRIVATE KEY", reader.keys.getFirst().getEncoded()).encode());
  }

  /** All certificates as PEM: leaf to root where they are one chain, else as in the file. */
  public static Optional<String> certificates(byte[] file, String password) {
    return read(file, password)
        .filter(reader -> !reader.certificates.isEmpty())
        .map(reader ->
            Certificates.pem(
                CertificateChain.order(reader.certificates)
                    .map(CertificateChain::certificates)
                    .orElse(reader.certificates)));
  }

  /** An empty password is spelled in two ways; the second is rare. */
  private static Optional<Pkcs12Reader> read(byte[] file, String password) {
    Optional<Pkcs12Reader> usual = read(file, password.toCharArray(), password.isEmpty());
    return usual.isEmpty() && password.isEmpty() ? read(file, new char[0], false) : usual;
  }

  private static Optional<Pkcs12Reader> read(byte[] file, char[] password, boolean twoZeros) {
    Pkcs12Reader reader = new Pkcs12Reader();
    try {
      PKCS12PfxPdu pdu = new PKCS12PfxPdu(file);
      reader.checkMac(pdu, password);
      InputDecryptorProvider decryptors =
          reader.limited(
              password,
              new JcePKCSPBEInputDecryptorProviderBuilder()
                  .setProvider(Library.PROVIDER)
                  .setTryWrongPKCS12Zero(twoZeros)
                  .build(password));
      for (ContentInfo content : pdu.getContentInfos()) {
        boolean encrypted = content.getContentType().equals(PKCSObjectIdentifiers.encryptedData);
        PKCS12SafeBagFactory bags =
            encrypted
                ? new PKCS12SafeBagFactory(content, decryptors)
                : new PKCS12SafeBagFactory(content);
        for (PKCS12SafeBag bag : bags.getSafeBags()) {
          reader.take(bag.getBagValue(), decryptors);
        }
      }
      return Optional.of(reader);
    } catch (PKCSException | IOException | RuntimeException unreadable) {
      // The library throws whatever it stumbles over in a broken file.
      return Optional.empty();
    }
  }

  /** The library cannot check the MAC under an empty password, which proves nothing anyway. */
  private void checkMac(PKCS12PfxPdu pdu, char[] password) throws PKCSException {
    if (pdu.hasMac() && password.length > 0) {
      MacData mac = pdu.toASN1Structure().getMacData();
      spend(mac.getIterationCount().longValueExact());
      if (!pdu.isMacValid(
          new JcePKCS12MacCalculatorBuilderProvider().setProvider(Library.PROVIDER), password)) {
        throw new PKCSException("another password");
      }
    }
  }

  private void take(Object value, InputDecryptorProvider decryptors)
      throws PKCSException, IOException {
    switch (value) {
      case X509CertificateHolder holder ->
          Certificates.of(holder.getEncoded()).ifPresent(certificates::add);
      case PKCS8EncryptedPrivateKeyInfo encrypted ->
          PrivateKeys.of(encrypted.decryptPrivateKeyInfo(decryptors)).ifPresent(keys::add);
      case PrivateKeyInfo plain -> PrivateKeys.of(plain).ifPresent(keys::add);
      case null, default -> {}
    }
  }

  private InputDecryptorProvider limited(char[] password, InputDecryptorProvider others) {
    return algorithm -> {
      spend(iterations(algorithm));
      try {
        Optional<AesDecryptor> aes = AesDecryptor.of(algorithm, password);
        return aes.isPresent() ? aes.get() : others.get(algorithm);
      } catch (GeneralSecurityException refused) {
        throw new IllegalArgumentException("a scheme that the JDK refuses");
      }
    };
  }

  private void spend(long more) {
    iterations += more;
    if (more < 0 || iterations > MOST_ITERATIONS) {
      throw new IllegalArgumentException("too many iterations");
    }
  }

  private static long iterations(AlgorithmIdentifier algorithm) {
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      return PKCS12PBEParams.getInstance(algorithm.getParameters())
          .getIterations()
          .longValueExact();
    }
    var derivation = PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
    if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      throw new IllegalArgumentException("a key derivation without a bound");
    }
    return PBKDF2Params.getInstance(derivation.getParameters())
        .getIterationCount()
        .longValueExact();
  }
}
