package dev.keyturn.operator.source.http;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Which certificate authorities a client believes, and what it shows of itself. */
public final class TlsTrust {
  private final TrustManager[] authorities;
  private final SSLContext context;

  private TlsTrust(TrustManager[] authorities, KeyManager @Nullable [] own)
      throws GeneralSecurityException {
    this.authorities = authorities;
    this.context = SSLContext.getInstance("TLS");
    context.init(own, authorities, null);
  }

  /** The authorities of the Java runtime. */
  public static TlsTrust system() {
    try {
      return new TlsTrust(authorities(null), null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  /**
   * Only the certificates of the bundle.
   *
   * @param bundle PEM, any number of certificates
   * @return TlsError/FIELD where the bundle is none
   */
  public static Outcome<TlsTrust> ofBundle(byte[] bundle) {
    try {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bundle));
      if (certificates.isEmpty()) {
        return Outcome.failed(FailureClass.TlsError, FailureDetail.FIELD);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry(Integer.toString(number++), certificate);
      }
      return Outcome.ok(new TlsTrust(authorities(store), null));
    } catch (GeneralSecurityException | IOException | RuntimeException noBundle) {
      return Outcome.failed(FailureClass.TlsError, FailureDetail.FIELD);
    }
  }

  /** The same authorities for a client that shows this identity where it is asked for one. */
  public TlsTrust presenting(ClientIdentity identity) {
    try {
      return new TlsTrust(authorities, identity.managers());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  private static TrustManager[] authorities(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  SSLContext context() {
    return context;
  }
}
