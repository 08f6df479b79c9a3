package dev.keyturn.e2e.process;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority of one test run; its certificates are valid for one day. */
public final class CertificateAuthority {
  private static final Duration LIFETIME = Duration.ofDays(1);

  /** Clocks of containers and machines may differ a little. */
  private static final Duration BACKDATED = Duration.ofMinutes(10);

  private final Identity self;

  private CertificateAuthority(Identity self) {
    this.self = self;
  }

  public static CertificateAuthority create(String name) {
    KeyPair keys = ellipticKeys();
    var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    try {
      var builder = builder(subject, subject, keys);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature));
      return new CertificateAuthority(new Identity(sign(builder, keys), keys.getPrivate()));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate that clients trust, with the authority's own key. */
  public Identity self() {
    return self;
  }

  /** A server on the loopback address, also under these DNS names. */
  public Identity server(String commonName, String... dnsNames) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    for (String name : dnsNames) {
      names.add(new GeneralName(GeneralName.dNSName, name));
    }
    return server(commonName, names, Instant.now().plus(LIFETIME));
  }

  /** A server on the loopback address whose certificate is a minute too old. */
  public Identity expiredServer(String commonName) {
    return server(
        commonName,
        List.of(new GeneralName(GeneralName.iPAddress, "127.0.0.1")),
        Instant.now().minus(Duration.ofMinutes(1)));
  }

  /** A server that has this name alone. */
  public Identity serverElsewhere(String dnsName) {
    return server(
        dnsName,
        List.of(new GeneralName(GeneralName.dNSName, dnsName)),
        Instant.now().plus(LIFETIME));
  }

  private Identity server(String commonName, List<GeneralName> names, Instant end) {
    var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    KeyPair keys = ellipticKeys();
    try {
      var builder = builder(issuer(), subject, keys, end);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(GeneralName[]::new)));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      return new Identity(sign(builder, authorityKeys()), keys.getPrivate());
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client; Kubernetes reads the common name as user and each organization as group. */
  public Identity client(String user, List<String> groups) {
    var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, user);
    groups.forEach(group -> subject.addRDN(BCStyle.O, group));
    KeyPair keys = rsaKeys();
    try {
      var builder = builder(issuer(), subject.build(), keys);
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      return new Identity(sign(builder, authorityKeys()), keys.getPrivate());
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Trusts this authority alone, and shows the client certificate if one is given. */
  public SSLContext context(@Nullable Identity client) {
    try {
      var trusted = KeyStores.trusting(self.certificate());
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(client == null ? null : KeyStores.holding(client), KeyStores.password());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X500Name issuer() {
    return X500Name.getInstance(self.certificate().getSubjectX500Principal().getEncoded());
  }

  private KeyPair authorityKeys() {
    return new KeyPair(self.certificate().getPublicKey(), self.key());
  }

  private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys) {
    return builder(issuer, subject, keys, Instant.now().plus(LIFETIME));
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keys, Instant end) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(96, new SecureRandom()),
        Date.from(Instant.now().minus(BACKDATED)),
        Date.from(end),
        subject,
        keys.getPublic());
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair issuer) {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Elliptic keys take milliseconds; servers accept them all. */
  public static KeyPair ellipticKeys() {
    return keys("EC", 256);
  }

  /** The Kubernetes client of fabric8 reads a PKCS 8 client key as RSA, whatever it is. */
  private static KeyPair rsaKeys() {
    return keys("RSA", 2048);
  }

  private static KeyPair keys(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
