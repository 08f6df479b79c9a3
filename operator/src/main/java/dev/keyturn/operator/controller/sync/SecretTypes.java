package dev.keyturn.operator.controller.sync;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The closed list of {@code keyturn.dev/secret-type}: a metric label must not grow. */
final class SecretTypes {
  private static final Set<String> KNOWN =
      Set.of(
          "database", "api-key", "jwt", "encryption-key", "certificate", "oauth", "service-token");

  private SecretTypes() {}

  static String known(@Nullable String label) {
    return label != null && KNOWN.contains(label) ? label : "none";
  }
}
