package dev.keyturn.e2e.component;

import java.util.Map;

/** What the variable {@code KEYTURN_E2E} says about tests that need real servers. */
public enum EndToEndMode {
  /** They are skipped, and nothing is searched or built. */
  OFF,
  /** They run where the servers are found or can be built, and are skipped aloud elsewhere. */
  WHERE_AVAILABLE,
  /** A server that cannot be had fails the tests that need it. */
  REQUIRED;

  /** Throws {@link IllegalArgumentException} for a word that means nothing. */
  public static EndToEndMode of(Map<String, String> environment) {
    String word = environment.getOrDefault("KEYTURN_E2E", "");
    return switch (word) {
      case "" -> WHERE_AVAILABLE;
      case "off" -> OFF;
      case "required" -> REQUIRED;
      default ->
          throw new IllegalArgumentException(
              "KEYTURN_E2E is '" + word + "'; say off, required, or leave it unset");
    };
  }
}
