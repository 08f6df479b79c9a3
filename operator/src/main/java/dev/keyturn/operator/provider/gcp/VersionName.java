package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The full name of a version as an answer spells it. It carries the project's number, whatever the
 * request said, so that its end alone can be compared.
 *
 * @param number of the version, from 1
 */
record VersionName(String secret, long number) {
  private static final Pattern NAME =
      Pattern.compile(
          "projects/[^/]+/(?:locations/[^/]+/)?secrets/([A-Za-z0-9_-]{1,255})/versions/"
              + "([1-9][0-9]{0,17})");

  /** A {@link WireProblem} where the text is no name of a version. */
  static VersionName of(String text) {
    Matcher name = NAME.matcher(text);
    if (!name.matches()) {
      throw WireProblem.invalid();
    }
    return new VersionName(name.group(1), Long.parseLong(name.group(2)));
  }

  /** The number, where the version is one of this secret. */
  long of(SecretName asked) {
    if (!secret.equals(asked.id())) {
      throw WireProblem.invalid();
    }
    return number;
  }
}
