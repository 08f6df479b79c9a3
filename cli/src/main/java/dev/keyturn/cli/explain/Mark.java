package dev.keyturn.cli.explain;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How one link of a chain is. */
enum Mark {
  OK("✓"),
  BROKEN("✗"),

  /** What it speaks of does not exist. */
  MISSING("✗"),

  /** Neither: a fact, or what nobody has looked at yet. */
  NOTE("•"),

  /** We may not see it. */
  UNKNOWN("?");

  private final String sign;

  Mark(String sign) {
    this.sign = sign;
  }

  /** As JSON has it. */
  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String sign() {
    return sign;
  }
}
