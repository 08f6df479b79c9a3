package dev.keyturn.operator.engine.select;

import dev.keyturn.crds.v1alpha1.ConversionStrategy;

/** How the name of a member becomes a key of a Secret. */
public enum KeyNaming {
  /** What a key may not have becomes {@code _}. */
  UNDERSCORE,
  /** What a key may not have becomes {@code _U}, its number in hexadecimal, {@code _}. */
  CODE_POINT,
  /** The name stays, legal or not: a rewrite makes the key of it. */
  RAW;

  public static KeyNaming of(ConversionStrategy strategy) {
    return switch (strategy) {
      case Default -> UNDERSCORE;
      case Unicode -> CODE_POINT;
    };
  }

  /** The key. */
  public String keyOf(String name) {
    return switch (this) {
      case UNDERSCORE -> KeyName.converted(name);
      case CODE_POINT -> KeyName.spelledOut(name);
      case RAW -> name;
    };
  }

  boolean accepts(String key) {
    return this == RAW || KeyName.isLegal(key);
  }
}
