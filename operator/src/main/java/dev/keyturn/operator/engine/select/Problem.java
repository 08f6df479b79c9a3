package dev.keyturn.operator.engine.select;

/** Why a payload cannot be used: InvalidData. */
public enum Problem {
  /** No JSON by RFC 8259, or not UTF-8. */
  NOT_JSON,
  /** An object names a member twice. */
  DUPLICATE_KEY,
  /** More than 32 levels. */
  TOO_DEEP,
  /** More than 1,000 members in all. */
  TOO_MANY_KEYS,
  /** More than 10,000 items of arrays in all. */
  TOO_MANY_ITEMS,
  /**
   * More than 2 MiB, a number of more than 1,000 characters, or a path whose modifiers make more
   * than eight times the payload and 64 KiB on their way.
   */
  TOO_LARGE,
  /** An extract of something that is no object. */
  NOT_AN_OBJECT,
  /** An extract of an object in which no member has a value. */
  EMPTY,
  /** Bytes that are not in the encoding that the reference names. */
  NOT_BASE64;

  /** True where the payload is more than is taken of anything, whatever it says. */
  public boolean isOfSize() {
    return switch (this) {
      case TOO_DEEP, TOO_MANY_KEYS, TOO_MANY_ITEMS, TOO_LARGE -> true;
      case NOT_JSON, DUPLICATE_KEY, NOT_AN_OBJECT, EMPTY, NOT_BASE64 -> false;
    };
  }
}
