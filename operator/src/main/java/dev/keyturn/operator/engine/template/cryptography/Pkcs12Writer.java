package dev.keyturn.operator.engine.template.cryptography;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Makes PKCS#12 files (RFC 7292) as the JDK does: PBES2 with AES-256, HMAC with SHA-256. */
public final class Pkcs12Writer {
  /** Java calls a nameless key so when it reads a file. */
  private static final String KEY_ALIAS = "1";

  private Pkcs12Writer() {}

  /** The key and the first certificate of the text. */
  public static Optional<byte[]> single(String certificates, String key, String password) {
    return Certificates.of(certificates)
        .flatMap(all -> write(List.of(all.getFirst()), key, password));
  }

  /** The key and all certificates of the text, which must be one chain in any order. */
  public static Optional<byte[]> chain(String certificates, String key, String password) {
    return CertificateChain.of(certificates)
        .flatMap(chain -> write(chain.certificates(), key, password));
  }

  /** The certificates of the text, marked as trusted for Java. */
  public static Optional<byte[]> trustStore(String certificates, String password) {
    return Certificates.of(certificates)
        .flatMap(all ->
            stored(
                password,
                store -> {
                  for (int i = 0; i < all.size(); i++) {
                    store.setCertificateEntry("ca-" + (i + 1), all.get(i));
                  }
                }));
  }

  private static Optional<byte[]> write(
      List<X509Certificate> certificates, String key, String password) {
    return PrivateKeys.first(key)
        .flatMap(
            parsed -> stored(password, store -> setKey(store, parsed, certificates, password)));
  }

  private static void setKey(
      KeyStore store, PrivateKey key, List<X509Certificate> certificates, String password)
      throws GeneralSecurityException {
    store.setKeyEntry(
        KEY_ALIAS, key, password.toCharArray(), certificates.toArray(new X509Certificate[0]));
  }

  /** Fills a store. */
  private interface Filling {
    void fill(KeyStore store) throws GeneralSecurityException;
  }

  private static Optional<byte[]> stored(String password, Filling filling) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      filling.fill(store);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(out, password.toCharArray());
      return Optional.of(out.toByteArray());
    } catch (GeneralSecurityException | IOException | RuntimeException refused) {
      return Optional.empty();
    }
  }
}
