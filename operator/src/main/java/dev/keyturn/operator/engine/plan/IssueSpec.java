package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.CertificateSource;
import dev.keyturn.crds.v1alpha1.Durations;
import dev.keyturn.crds.v1alpha1.DynamicSource;
import dev.keyturn.crds.v1alpha1.IssueMethod;
import dev.keyturn.crds.v1alpha1.SyncDataFrom;
import dev.keyturn.crds.v1alpha1.TokenSource;
import dev.keyturn.operator.engine.lease.RenewBefore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the entries of {@code dataFrom} that are issued. */
sealed interface IssueSpec {
  int DEFAULT_RENEW_AT = 67;
  String DEFAULT_MOUNT = "pki";

  record Read(Issues issues) implements IssueSpec {}

  /** The path of the field that is wrong. */
  record Wrong(String field) implements IssueSpec {}

  static IssueSpec read(List<SyncDataFrom> entries) {
    Optional<Issues.Dynamic> dynamic = Optional.empty();
    Optional<Issues.Certificate> certificate = Optional.empty();
    Optional<Issues.Token> token = Optional.empty();
    for (int i = 0; i < entries.size(); i++) {
      DynamicSource lease = entries.get(i).dynamic();
      CertificateSource pki = entries.get(i).pki();
      TokenSource made = entries.get(i).token();
      if ((lease != null && dynamic.isPresent())
          || (pki != null && certificate.isPresent())
          || (made != null && token.isPresent())) {
        return new Wrong("spec.dataFrom");
      }
      String field = "dataFrom[" + i + "].";
      if (isIssued(entries.get(i)) && !isAlone(entries.get(i))) {
        return new Wrong("spec.dataFrom[" + i + "]");
      }
      if (lease != null) {
        Optional<IssueMethod> method = method(lease);
        if (method.isEmpty()) {
          return new Wrong("spec." + field + "dynamic.method");
        }
        dynamic = Optional.of(dynamic(field + "dynamic", lease, method.get()));
      }
      if (pki != null) {
        Optional<RenewBefore> renewBefore = renewBefore(pki);
        Optional<Duration> ttl = time(pki.ttl());
        if (renewBefore.isEmpty() || (pki.ttl() != null && ttl.isEmpty())) {
          return new Wrong("spec." + field + "pki");
        }
        certificate = Optional.of(certificate(field + "pki", pki, ttl, renewBefore.get()));
      }
      if (made != null) {
        token = token(field + "token", made);
        if (token.isEmpty()) {
          return new Wrong("spec." + field + "token");
        }
      }
    }
    return new Read(new Issues(dynamic, certificate, token));
  }

  /** True where nothing is read for the entry. */
  static boolean isIssued(SyncDataFrom entry) {
    return entry.dynamic() != null || entry.pki() != null || entry.token() != null;
  }

  private static boolean isAlone(SyncDataFrom entry) {
    long kinds =
        Stream.of(entry.dynamic(), entry.pki(), entry.token()).filter(Objects::nonNull).count();
    return kinds == 1
        && entry.extract() == null
        && entry.find() == null
        && entry.sourceRef() == null
        && entry.rewrite() == null;
  }

  private static Optional<Issues.Token> token(String field, TokenSource source) {
    return TokenSpec.of(source)
        .map(spec -> new Issues.Token(field, spec.path(), spec.rest(), source));
  }

  private static Optional<IssueMethod> method(DynamicSource source) {
    boolean hasParameters = source.parameters() != null && !source.parameters().isEmpty();
    return switch (source.method()) {
      case null -> hasParameters ? Optional.empty() : Optional.of(IssueMethod.GET);
      case "GET" -> hasParameters ? Optional.empty() : Optional.of(IssueMethod.GET);
      case "POST" -> Optional.of(IssueMethod.POST);
      default -> Optional.empty();
    };
  }

  private static Issues.Dynamic dynamic(String field, DynamicSource source, IssueMethod method) {
    Map<String, String> parameters = source.parameters() == null ? Map.of() : source.parameters();
    int renewAt = source.renewAt() == null ? DEFAULT_RENEW_AT : source.renewAt();
    return new Issues.Dynamic(field, source.path(), method, new TreeMap<>(parameters), renewAt);
  }

  private static Issues.Certificate certificate(
      String field, CertificateSource source, Optional<Duration> ttl, RenewBefore renewBefore) {
    return new Issues.Certificate(
        field,
        source.mount() == null ? DEFAULT_MOUNT : source.mount(),
        source.role(),
        Optional.ofNullable(source.issuerRef()),
        source.commonName(),
        list(source.altNames()),
        list(source.ipSans()),
        list(source.uriSans()),
        ttl,
        renewBefore);
  }

  private static Optional<RenewBefore> renewBefore(CertificateSource source) {
    String text = source.renewBefore();
    if (text == null) {
      return Optional.of(RenewBefore.DEFAULT);
    }
    return text.contains("/") ? RenewBefore.share(text) : time(text).map(RenewBefore.Time::new);
  }

  private static Optional<Duration> time(@Nullable String text) {
    return Optional.ofNullable(text).flatMap(Durations::parse).filter(it -> !it.isZero());
  }

  private static List<String> list(@Nullable List<String> values) {
    return values == null ? List.of() : List.copyOf(values);
  }
}
