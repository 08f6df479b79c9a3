package dev.keyturn.operator.engine.template;

/**
 * A function of the template language.
 *
 * @param most number of arguments it takes at most; {@link #ANY} for any number
 */
record Function(String name, int least, int most, Body body) {
  static final int ANY = Integer.MAX_VALUE;

  /** Computes a value or throws a {@link TemplateFault}; the table checked the number. */
  @FunctionalInterface
  interface Body {
    Value apply(Arguments arguments);
  }
}
