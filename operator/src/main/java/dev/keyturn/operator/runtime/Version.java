package dev.keyturn.operator.runtime;

import java.util.Optional;

/** What was built, as the jar's manifest says. */
final class Version {
  private Version() {}

  static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
  }
}
