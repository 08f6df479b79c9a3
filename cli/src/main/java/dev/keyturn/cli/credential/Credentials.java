package dev.keyturn.cli.credential;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges whether a literal is a credential. Its answer never holds a part of the value. */
public final class Credentials {
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern REFERENCE = Pattern.compile("\\s*(\\$\\([A-Za-z0-9_.-]+\\)\\s*)*");
  private static final Pattern SWITCH = Pattern.compile("(?i)true|false|yes|no|on|off|none|null");

  private Credentials() {}

  /**
   * Why it is one.
   *
   * @param name of the variable
   * @param value as it stands in the manifest
   * @return empty for what is none: also for an empty value, for one made of references to other
   *     variables alone, and for a switch
   */
  public static Optional<String> why(String name, String value) {
    if (REFERENCE.matcher(value).matches()) {
      return Optional.empty();
    }
    return byShape(value).or(() -> byName(name, value));
  }

  /** Why a text is one, whatever it is called. */
  public static Optional<String> byShape(String value) {
    return CredentialRule.SHAPES.stream()
        .filter(rule -> rule.pattern().matcher(value).find())
        .map(CredentialRule::why)
        .findFirst();
  }

  private static Optional<String> byName(String name, String value) {
    String words =
        HUMP.matcher(name).replaceAll("_").replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    if (SWITCH.matcher(value.strip()).matches()
        || CredentialRule.PUBLIC_NAME.matcher(words).matches()) {
      return Optional.empty();
    }
    return CredentialRule.NAMES.stream()
        .filter(rule -> rule.pattern().matcher(words).matches())
        .map(CredentialRule::why)
        .findFirst();
  }
}
