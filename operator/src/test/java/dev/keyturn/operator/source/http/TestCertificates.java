package dev.keyturn.operator.source.http;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test. */
public final class TestCertificates {
  private final X500Name name;
  private final KeyPair keys = pair();
  private final X509Certificate root;

  public TestCertificates(String name) {
    this.name = new X500Name("CN=" + name);
    this.root =
        sign(
            this.name, keys.getPublic(), Instant.now().plus(Duration.ofDays(1)), true, "127.0.0.1");
  }

  /**
   * A client's certificate with its key, as PEM.
   *
   * @param key PKCS #8
   */
  public record Client(String certificate, String key) {}

  /** A client of this authority. */
  public Client client(String commonName) {
    KeyPair own = pair();
    return new Client(
        certificate(commonName, own.getPublic()),
        block("PRIVATE KEY", own.getPrivate().getEncoded()));
  }

  /** A certificate of this authority for a key, as PEM. */
  public String certificate(String commonName, PublicKey key) {
    try {
      return block(
          "CERTIFICATE",
          sign(
                  new X500Name("CN=" + commonName),
                  key,
                  Instant.now().plus(Duration.ofDays(1)),
                  false,
                  "127.0.0.1")
              .getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String block(String label, byte[] content) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(
            label,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content),
            label);
  }

  /** The authority's certificate with a comment before it, as bundles have them. */
  public String pem() {
    try {
      return "# %s%n-----BEGIN CERTIFICATE-----%n%s%n-----END CERTIFICATE-----%n"
          .formatted(
              name,
              Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                  .encodeToString(root.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Context of a server with a certificate for this IP address, good until then. */
  public SSLContext server(String address, Instant notAfter) {
    try {
      KeyPair own = pair();
      X509Certificate leaf =
          sign(new X500Name("CN=server"), own.getPublic(), notAfter, false, address);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", own.getPrivate(), new char[0], new Certificate[] {leaf, root});
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), trusted(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Clients of this authority are believed, and asked for where the server wants one. */
  private TrustManager[] trusted() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", root);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  private X509Certificate sign(
      X500Name subject, PublicKey key, Instant notAfter, boolean authority, String address) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(System.nanoTime()),
              Date.from(notAfter.minus(Duration.ofDays(30))),
              Date.from(notAfter),
              subject,
              key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
