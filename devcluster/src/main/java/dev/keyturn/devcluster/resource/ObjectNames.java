package dev.keyturn.devcluster.resource;

import com.google.re2j.Pattern;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.kind.ResourceKind;
import java.util.ArrayList;
import java.util.List;

/** What an object may be called (k8s.io/apimachinery/pkg/util/validation). */
final class ObjectNames {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern QUALIFIED =
      Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");

  private ObjectNames() {}

  static List<Cause> check(ResourceKind kind, String name) {
    List<Cause> causes = new ArrayList<>();
    if (kind.group().equals("rbac.authorization.k8s.io")) {
      if (name.contains("/") || name.contains("%")) {
        causes.add(Cause.invalid("metadata.name", "\"%s\": may not contain '/'".formatted(name)));
      }
      return causes;
    }
    boolean label =
        kind.rules() == ResourceKind.Rules.NAMESPACE || kind.plural().equals("services");
    int limit = label ? 63 : 253;
    boolean valid = (label ? LABEL : SUBDOMAIN).matches(name);
    if (!valid) {
      String rule = label ? "RFC 1123 label" : "RFC 1123 subdomain";
      causes.add(
          Cause.invalid(
              "metadata.name",
              "\"%s\": a lowercase %s must consist of lower case alphanumeric characters, '-'%s, and must start and end with an alphanumeric character (e.g. %s, regex used for validation is '%s')"
                  .formatted(
                      name,
                      rule,
                      label ? "" : " or '.'",
                      label ? "'my-name',  or '123-abc'" : "'example.com'",
                      (label ? LABEL : SUBDOMAIN).pattern())));
    }
    if (name.length() > limit) {
      causes.add(
          Cause.invalid(
              "metadata.name", "\"%s\": must be no more than %d bytes".formatted(name, limit)));
    }
    return causes;
  }

  static boolean isSubdomain(String text) {
    return text.length() <= 253 && SUBDOMAIN.matches(text);
  }

  /** A label or annotation key: {@code [prefix/]name}. */
  static boolean isQualifiedName(String key) {
    int slash = key.indexOf('/');
    if (slash >= 0 && !isSubdomain(key.substring(0, slash))) {
      return false;
    }
    String name = key.substring(slash + 1);
    return !name.isEmpty() && name.length() <= 63 && QUALIFIED.matches(name);
  }

  static boolean isLabelValue(String value) {
    return value.isEmpty() || (value.length() <= 63 && QUALIFIED.matches(value));
  }
}
