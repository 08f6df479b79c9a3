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
  NOT_BASE64
}
