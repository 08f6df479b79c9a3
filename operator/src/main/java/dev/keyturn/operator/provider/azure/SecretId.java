package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.wire.WireProblem;
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

  /** Names differ by more than upper and lower case. */
  boolean names(String key) {
    return name.equalsIgnoreCase(key);
  }
}
