package dev.keyturn.operator.provider.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import dev.keyturn.operator.source.http.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The transport of Microsoft's clients, with an authority of the tests'. */
final class TrustingClient {
  private TrustingClient() {}

  static HttpClient of(TestCertificates authority) {
    return new JdkHttpClientBuilder(
            java.net.http.HttpClient.newBuilder().sslContext(trusting(authority)))
        .build();
  }

  private static SSLContext trusting(TestCertificates authority) {
    try {
      KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
      roots.load(null, null);
      String pem = authority.pem();
      byte[] root = pem.substring(pem.indexOf("-----BEGIN")).getBytes(StandardCharsets.US_ASCII);
      roots.setCertificateEntry(
          "root",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(root)));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(roots);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
