package dev.keyturn.operator.engine.template.cryptography;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificates in the order leaf, intermediates, root. The order follows names and key identifiers;
 * no signature is checked: it says nothing about trust.
 */
public final class CertificateChain {
  private static final String AUTHORITY_KEY = "2.5.29.35";
  private static final String SUBJECT_KEY = "2.5.29.14";

  private final List<X509Certificate> ordered;

  private CertificateChain(List<X509Certificate> ordered) {
    this.ordered = ordered;
  }

  /** The chain of a PEM text; empty where it is unreadable, or not exactly one chain. */
  public static Optional<CertificateChain> of(String pem) {
    return Certificates.of(pem).flatMap(CertificateChain::order);
  }

  static Optional<CertificateChain> order(List<X509Certificate> certificates) {
    List<X509Certificate> distinct = List.copyOf(new LinkedHashSet<>(certificates));
    List<X509Certificate> leaves =
        distinct.stream()
            .filter(it -> distinct.stream().noneMatch(child -> child != it && issued(it, child)))
            .toList();
    if (leaves.size() != 1) {
      return Optional.empty();
    }
    List<X509Certificate> ordered = new ArrayList<>();
    Set<X509Certificate> left = new LinkedHashSet<>(distinct);
    Optional<X509Certificate> next = Optional.of(leaves.getFirst());
    while (next.isPresent()) {
      X509Certificate current = next.get();
      ordered.add(current);
      left.remove(current);
      next = left.stream().filter(issuer -> issued(issuer, current)).findFirst();
    }
    return left.isEmpty() ? Optional.of(new CertificateChain(ordered)) : Optional.empty();
  }

  List<X509Certificate> certificates() {
    return ordered;
  }

  /** The certificate of the end entity; nothing where the only one is a root. */
  public String leaf() {
    return isRoot(ordered.getFirst()) ? "" : Certificates.pem(List.of(ordered.getFirst()));
  }

  /** What stands between leaf and root. */
  public String intermediates() {
    return Certificates.pem(ordered.stream().skip(1).filter(it -> !isRoot(it)).toList());
  }

  /** The root; nothing where the chain does not hold it. */
  public String root() {
    return isRoot(ordered.getLast()) ? Certificates.pem(List.of(ordered.getLast())) : "";
  }

  private static boolean isRoot(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static boolean issued(X509Certificate issuer, X509Certificate child) {
    if (!issuer.getSubjectX500Principal().equals(child.getIssuerX500Principal())) {
      return false;
    }
    byte @Nullable [] wanted = child.getExtensionValue(AUTHORITY_KEY);
    byte @Nullable [] offered = issuer.getExtensionValue(SUBJECT_KEY);
    return wanted == null || offered == null || names(wanted, offered);
  }

  /**
   * True where the subject key identifier stands in the authority key identifier, which may name
   * issuer and serial number besides; both are wrapped in DER.
   */
  private static boolean names(byte[] authority, byte[] subject) {
    String identifier =
        new String(subject, StandardCharsets.ISO_8859_1).substring(Math.min(4, subject.length));
    return new String(authority, StandardCharsets.ISO_8859_1).contains(identifier);
  }
}
