package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identifier that a vault gives a secret: {@code https://<vault>/secrets/<name>[/<version>]}.
 *
 * @param version absent in lists of secrets
 */
record SecretId(String name, Optional<String> version) {
  private static final Pattern ID =
      Pattern.compile("https?://[^/]+/secrets/([0-9a-zA-Z-]{1,127})(?:/([0-9a-zA-Z]{1,64}))?/?");

  static SecretId parse(String text) {
    Matcher id = ID.matcher(text);
    if (!id.matches()) {
      throw WireProblem.invalid();
    }
    return new SecretId(id.group(1), Optional.ofNullable(id.group(2)));
  }

  /**
   * The name in lower case: a vault does not tell one case from another, so the one that it answers
   * with may be another one after the next write, and a target's keys must not follow that.
   */
  String listed() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Names differ by more than upper and lower case. */
  boolean names(String key) {
    return name.equalsIgnoreCase(key);
  }
}
