package dev.keyturn.e2e.process;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;

/** Key stores in memory, as the JDK's TLS wants them. */
final class KeyStores {
  private KeyStores() {}

  /** They never leave memory, so the password protects nothing. */
  static char[] password() {
    return "memory".toCharArray();
  }

  static KeyStore trusting(X509Certificate certificate) throws GeneralSecurityException {
    KeyStore store = empty();
    store.setCertificateEntry("authority", certificate);
    return store;
  }

  static KeyStore holding(Identity identity) throws GeneralSecurityException {
    KeyStore store = empty();
    store.setKeyEntry(
        "client", identity.key(), password(), new Certificate[] {identity.certificate()});
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return store;
  }
}
