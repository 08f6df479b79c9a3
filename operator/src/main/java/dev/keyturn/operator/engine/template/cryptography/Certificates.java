package dev.keyturn.operator.engine.template.cryptography;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads X.509 certificates (RFC 5280) and what stands in them. */
public final class Certificates {
  /** No chain and no trust store of sense is longer; ordering one costs the square. */
  private static final int MOST = 200;

  private static final String TYPE = "CERTIFICATE";

  private Certificates() {}

  /** Every certificate of a PEM text; empty where there is none, or one is unreadable. */
  static Optional<List<X509Certificate>> of(String pem) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemBlock block : PemBlock.all(pem).orElse(List.of())) {
      Optional<X509Certificate> certificate =
          block.type().equals(TYPE) ? of(block.content()) : Optional.empty();
      if (certificate.isEmpty()) {
        return Optional.empty();
      }
      certificates.add(certificate.get());
    }
    return Optional.of(certificates).filter(all -> !all.isEmpty() && all.size() <= MOST);
  }

  static Optional<X509Certificate> of(byte[] encoded) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return factory.generateCertificate(new ByteArrayInputStream(encoded))
              instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (CertificateException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /** The certificates as PEM, in this order. */
  static String pem(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      text.append(PemBlock.of(TYPE, encoded(certificate)).encode());
    }
    return text.toString();
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("a certificate that was read has no encoding");
    }
  }

  /** Subject alternative names of the first certificate: DNS names, addresses, mail, URIs. */
  public static Optional<List<String>> alternativeNames(String pem) {
    return of(pem).map(List::getFirst).flatMap(Certificates::names);
  }

  private static Optional<List<String>> names(X509Certificate certificate) {
    try {
      @Nullable Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
      List<String> names = new ArrayList<>();
      // The numbers are the tags of GeneralName, RFC 5280 section 4.2.1.6.
      for (int tag : new int[] {2, 7, 1, 6}) {
        for (List<?> entry : entries == null ? List.<List<?>>of() : entries) {
          if (entry.get(0).equals(tag) && entry.get(1) instanceof String name) {
            names.add(tag == 7 ? InternetAddress.shortest(name) : name);
          }
        }
      }
      return Optional.of(names);
    } catch (CertificateParsingException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }
}
