package dev.keyturn.devcluster.resource;

import dev.keyturn.devcluster.failure.ApiException;

/** What happens to fields a kind does not know. */
public enum FieldValidation {
  /** They are dropped. */
  IGNORE,
  /** They are dropped and named in {@code Warning} headers; the default. */
  WARN,
  /** The request is refused. */
  STRICT;

  public static FieldValidation parse(String text) {
    return switch (text) {
      case "Ignore" -> IGNORE;
      case "", "Warn" -> WARN;
      case "Strict" -> STRICT;
      default -> throw ApiException.badRequest("fieldValidation must be Ignore, Warn or Strict");
    };
  }
}
