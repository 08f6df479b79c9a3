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
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Which certificate authorities a client believes. */
public final class TlsTrust {
  private final SSLContext context;

  private TlsTrust(SSLContext context) {
    this.context = context;
  }

  /** The authorities of the Java runtime. */
  public static TlsTrust system() {
    try {
      return new TlsTrust(context(null));
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
      return Outcome.ok(new TlsTrust(context(store)));
    } catch (GeneralSecurityException | IOException noBundle) {
      return Outcome.failed(FailureClass.TlsError, FailureDetail.FIELD);
    }
  }

  private static SSLContext context(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  SSLContext context() {
    return context;
  }
}
