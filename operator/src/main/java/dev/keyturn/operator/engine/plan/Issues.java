package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.IssueMethod;
import dev.keyturn.crds.v1alpha1.TokenSource;
import dev.keyturn.operator.engine.lease.RenewBefore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a backend makes for one sync alone. No two syncs share it, nobody keeps its values, and to
 * write the target anew is to have it made anew.
 */
public record Issues(
    Optional<Dynamic> dynamic, Optional<Certificate> certificate, Optional<Token> token) {
  public static final Issues NONE =
      new Issues(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * A credential with a lease.
   *
   * @param field path of the entry in the spec, for messages
   * @param renewAt percent of the term
   */
  public record Dynamic(
      String field,
      String path,
      IssueMethod method,
      SortedMap<String, String> parameters,
      int renewAt) {}

  /**
   * A certificate with its key.
   *
   * @param field path of the entry in the spec, for messages
   * @param ttl empty for the role's
   */
  public record Certificate(
      String field,
      String mount,
      String role,
      Optional<String> issuer,
      String commonName,
      List<String> altNames,
      List<String> ipSans,
      List<String> uriSans,
      Optional<Duration> ttl,
      RenewBefore renewBefore) {}

  /**
   * A short-lived token.
   *
   * @param field path of the entry in the spec, for messages
   * @param path that a scope has to grant, without its class
   * @param rest what else it depends on, in a fixed order
   * @param source exactly one kind
   */
  public record Token(String field, String path, List<String> rest, TokenSource source) {}

  public boolean isEmpty() {
    return dynamic.isEmpty() && certificate.isEmpty() && token.isEmpty();
  }

  /** How many things are made. */
  int sources() {
    return (dynamic.isPresent() ? 1 : 0)
        + (certificate.isPresent() ? 1 : 0)
        + (token.isPresent() ? 1 : 0);
  }

  /** What the target's content comes from; the times of renewal are not among it. */
  List<String> contentText() {
    List<String> text = new ArrayList<>();
    dynamic.ifPresent(it -> {
      text.addAll(List.of("dynamic", it.path(), it.method().name()));
      text.add(Integer.toString(it.parameters().size()));
      it.parameters().forEach((name, value) -> text.addAll(List.of(name, value)));
    });
    certificate.ifPresent(it -> {
      text.addAll(List.of("pki", it.mount(), it.role(), it.issuer().orElse(""), it.commonName()));
      for (List<String> names : List.of(it.altNames(), it.ipSans(), it.uriSans())) {
        text.add(Integer.toString(names.size()));
        text.addAll(names);
      }
      text.add(it.ttl().map(Duration::toString).orElse(""));
    });
    token.ifPresent(it -> {
      text.addAll(List.of("token", it.path()));
      text.addAll(it.rest());
    });
    return text;
  }
}
